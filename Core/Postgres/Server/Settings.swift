import Glibc

extension PrivateServer {
    /// What we ask of the server, for a small machine that it shares with Kontor.
    struct Settings: Sendable {
        let memory: Memory
        let socketFolder: String
        let durable: Bool

        /// A PostgreSQL configuration file; `alter system` overrides it.
        var text: String {
            """
            # Written by Kontor whenever it starts this server. `alter system set …` overrides it.
            listen_addresses = ''
            port = 5432
            unix_socket_directories = '\(socketFolder)'
            unix_socket_permissions = 0700
            max_connections = 100

            shared_buffers = \(memory.share(8, from: 32, to: 1024))MB
            effective_cache_size = \(memory.share(2, from: 128, to: 65_536))MB
            maintenance_work_mem = \(memory.share(32, from: 32, to: 256))MB
            work_mem = \(memory.share(512, from: 4, to: 16))MB
            max_wal_size = 2GB
            wal_compression = on
            random_page_cost = 1.1
            jit = off
            timezone = 'UTC'
            # Without fsync only the machine's crash loses a commit, never the server's.
            \(durable ? "fsync = on" : "fsync = off\nfull_page_writes = off")

            # A week of logs, and no business's values in them.
            logging_collector = on
            log_directory = 'log'
            log_filename = 'postgres-%a.log'
            log_truncate_on_rotation = on
            log_rotation_age = 1d
            log_rotation_size = 0
            log_timezone = 'UTC'
            log_error_verbosity = terse
            log_min_error_statement = panic

            """
        }
    }

    /// Memory that we and the server may use, in megabytes.
    struct Memory: Equatable, Sendable {
        let megabytes: Int

        /// What the machine has, or the container's limit where that is less.
        static var ofThisMachine: Memory {
            let machine = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
            let limit = Files.contents(of: "/sys/fs/cgroup/memory.max").flatMap { Int($0.prefix { $0.isNumber }) }
            return Memory(megabytes: min(machine, limit ?? machine) >> 20)
        }

        /// One part of so many, within bounds.
        func share(_ parts: Int, from least: Int, to most: Int) -> Int { min(max(megabytes / parts, least), most) }
    }
}
