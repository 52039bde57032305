#ifndef KONTOR_CPQ_H
#define KONTOR_CPQ_H

#include <libpq-fe.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

// Swift imports epoll's flags as an enum, and EPOLLET with a sign: give them plain unsigned names.
static const unsigned int epoll_in = EPOLLIN;
static const unsigned int epoll_out = EPOLLOUT;
static const unsigned int epoll_edge = (unsigned int)EPOLLET;
static const unsigned int epoll_hangup = EPOLLRDHUP | EPOLLHUP | EPOLLERR;

// The fields of a server's error, which libpq-fe.h defines as character constants.
static const int pg_diag_sqlstate = 'C';
static const int pg_diag_message_primary = 'M';
static const int pg_diag_table_name = 't';
static const int pg_diag_column_name = 'c';
static const int pg_diag_constraint_name = 'n';
static const int pg_diag_source_function = 'R';

#endif
