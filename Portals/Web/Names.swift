// Hummingbird has a Request and a Response of its own. These are the platform's, where a file
// needs both.
public import Platform

public typealias PageRequest = Request
public typealias PageResponse = Response
