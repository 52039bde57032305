import Glibc

extension PrivateServer {
    /// The few calls on files that need more care here than a library's take.
    enum Files {
        /// What the last failed call said.
        struct Failure: Error, CustomStringConvertible {
            let code = errno
            var description: String { String(cString: strerror(code)) }
        }

        /// The path without links; nil when it leads nowhere.
        static func resolved(_ path: String) -> String? {
            guard let real = realpath(path, nil) else { return nil }
            defer { free(real) }
            return String(cString: real)
        }

        static func parent(of path: String) -> String {
            guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
            return String(path[..<slash])
        }

        static func lastName(of path: String) -> String { String(path.split(separator: "/").last ?? "") }

        /// Where a link leads; nil when there is no link.
        static func linkTarget(_ path: String) -> String? {
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
                guard let start = buffer.baseAddress else { return nil }
                let count = readlink(path, start, buffer.count)
                return count < 0 ? nil : String(decoding: buffer.prefix(count).lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
            }
        }

        /// The whole of a small file, also of those under `/proc` that claim to be empty; nil when it cannot be read.
        static func contents(of path: String) -> String? {
            let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            defer { close(descriptor) }
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count <= 0 { return count == 0 ? String(decoding: bytes, as: UTF8.self) : nil }
                bytes += buffer.prefix(count)
            }
        }

        /// Replaces a file as a whole, so that no crash leaves half of it.
        static func write(_ text: String, to path: String, owner: ServerUser) throws(Failure) {
            let draft = path + ".new"
            unlink(draft)
            let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw Failure() }
            defer { close(descriptor) }
            var bytes = Array(text.utf8)[...]
            while !bytes.isEmpty {
                let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                guard count > 0 else { throw Failure() }
                bytes = bytes.dropFirst(count)
            }
            if owner.isAnother, fchown(descriptor, owner.id, owner.group) != 0 { throw Failure() }
            guard fsync(descriptor) == 0 else { throw Failure() }
            try rename(draft, to: path)
        }

        /// Renames for good: a power failure does not bring the old name back.
        static func rename(_ path: String, to name: String) throws(Failure) {
            guard Glibc.rename(path, name) == 0 else { throw Failure() }
            let folder = open(parent(of: name), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
            guard folder >= 0 else { throw Failure() }
            defer { close(folder) }
            guard fsync(folder) == 0 else { throw Failure() }
        }

        /// Makes the folder if need be, the owner's alone. Safe where others may write: it follows no link.
        static func makePrivate(_ path: String, for owner: ServerUser) throws(Failure) {
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw Failure() }
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { throw Failure() }
            defer { close(descriptor) }
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw Failure() }
            if status.st_uid == geteuid(), owner.isAnother { fchown(descriptor, owner.id, owner.group) }
            fchmod(descriptor, 0o700)
            // Looked at rather than believed: some file systems accept both calls and do nothing, and in a shared
            // folder somebody may have made this one before us.
            guard fstat(descriptor, &status) == 0 else { throw Failure() }
            guard status.st_uid == owner.id, status.st_mode & 0o777 == 0o700 else {
                errno = EPERM
                throw Failure()
            }
        }
    }
}
