#ifndef KONTOR_CPQ_H
#define KONTOR_CPQ_H

#include <libpq-fe.h>
#include <sys/epoll.h>

// Swift imports epoll's flags as an enum, and EPOLLET with a sign: give them plain unsigned names.
static const unsigned int epoll_in = EPOLLIN;
static const unsigned int epoll_out = EPOLLOUT;
static const unsigned int epoll_edge = (unsigned int)EPOLLET;
static const unsigned int epoll_hangup = EPOLLRDHUP | EPOLLHUP | EPOLLERR;

#endif
