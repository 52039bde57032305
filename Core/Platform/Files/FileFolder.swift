import NIOPosix

extension Files {
    /// Keeps files in a folder of this machine: `<folder>/<business>/<last two digits>/<id>`.
    ///
    /// A file is written under another name, is on the disk when that is done, and then gets its own: whatever happens in
    /// between, there is the whole file under that name or none.
    public static func folder(_ folder: String, mostBytes: Int = 20 << 20, mostBusinessBytes: Int = 10 << 30) -> Files {
        Files(
            mostBytes: mostBytes, mostBusinessBytes: mostBusinessBytes,
            put: { key in
                let place = FilePlace(folder, key)
                let file = try await FileThreads.pool.run { _ in try place.begin() }
                return FileSink(
                    append: { bytes in try await FileThreads.pool.run { _ in try file.append(bytes) } },
                    finish: { try await FileThreads.pool.run { _ in try place.finish(file) } },
                    // Not cancelled with the task: the browser that went away leaves nothing behind.
                    discard: { _ = try? await FileThreads.pool.runIfActive { try place.remove() } })
            },
            open: { key, range in
                let path = FilePlace(folder, key).path
                return FolderFile.Pieces(file: try await FileThreads.pool.run { _ in try FolderFile(reading: path) }, range: range)
            },
            delete: { key in try await FileThreads.pool.run { _ in try FilePlace(folder, key).remove() } })
    }
}

/// Threads that wait for the disk, so that those which all tasks share do not.
enum FileThreads {
    static let pool: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 4)
        pool.start()
        return pool
    }()
}
