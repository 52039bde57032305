/// Where the bytes of files lie: a folder, or whatever else can keep a stream under a key. What they are called, whose
/// they are and who may read them says the table `files`, never this.
public struct Files: Sendable {
    /// Begins to put bytes under a key. They are there once the sink was finished, all of them, and not before.
    public let put: @Sendable (FileKey) async throws -> FileSink
    /// The bytes under a key, as they are asked for.
    /// - Parameter range: of bytes; within what there is.
    /// - Throws: `FilesError.missing`.
    public let open: @Sendable (_ key: FileKey, _ range: Range<Int>) async throws -> any AsyncSequence<[UInt8], any Error> & Sendable
    /// Removes what is under a key, also what was put there and never finished. Does nothing where there is nothing.
    /// - Throws: where it is still there.
    public let delete: @Sendable (FileKey) async throws -> Void
    /// Bytes of a file at most.
    public let mostBytes: Int
    /// Bytes of all files of one business: none is begun once there are as many.
    public let mostBusinessBytes: Int

    public init(
        mostBytes: Int = 20 << 20, mostBusinessBytes: Int = 10 << 30, put: @escaping @Sendable (FileKey) async throws -> FileSink,
        open: @escaping @Sendable (FileKey, Range<Int>) async throws -> any AsyncSequence<[UInt8], any Error> & Sendable,
        delete: @escaping @Sendable (FileKey) async throws -> Void
    ) {
        self.mostBytes = mostBytes
        self.mostBusinessBytes = mostBusinessBytes
        self.put = put
        self.open = open
        self.delete = delete
    }

    /// Keeps none: of an installation that was not told where.
    public static let nowhere = Files(
        put: { _ in throw FilesError.missing }, open: { _, _ in throw FilesError.missing }, delete: { _ in })
}

/// What a file is kept under. Both are made by us; no part of it is a name that people gave.
public struct FileKey: Sendable, Hashable {
    public let business: ID<Business>
    public let file: ID<StoredFile>

    public init(_ business: ID<Business>, _ file: ID<StoredFile>) {
        self.business = business
        self.file = file
    }
}

/// Takes a file's bytes in their order.
public struct FileSink: Sendable {
    public let append: @Sendable ([UInt8]) async throws -> Void
    /// Returns once they would outlive a power failure.
    public let finish: @Sendable () async throws -> Void
    /// Forgets what was put in.
    public let discard: @Sendable () async -> Void

    public init(
        append: @escaping @Sendable ([UInt8]) async throws -> Void, finish: @escaping @Sendable () async throws -> Void,
        discard: @escaping @Sendable () async -> Void
    ) {
        self.append = append
        self.finish = finish
        self.discard = discard
    }
}

/// What a store cannot do.
public enum FilesError: Error, Equatable {
    /// There is nothing under that key.
    case missing
    /// The disk did not take or give the bytes; as `errno` has it.
    case disk(Int32)
}
