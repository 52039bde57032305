/// Why there is no private server, in a sentence that says what to do.
public enum PrivateServerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No `initdb`, `pg_ctl` and `postgres` side by side in any of the folders.
    case programsMissing(lookedIn: [String])
    case programsTooOld(version: Int, folder: String)
    /// The cluster was made by another major version than the installed ones.
    case otherVersion(data: Int, folder: String, installed: [Int])
    /// We are root, and there is no user to run PostgreSQL as.
    case userMissing
    case folderUnusable(String, reason: String)
    case ownedByAnother(folder: String, owner: String)
    /// Another process has held the lock, or the server has been starting or stopping, for too long.
    case busy(String)
    case failed(program: String, said: String)
    /// The calling task was cancelled.
    case interrupted

    public var description: String {
        switch self {
        case .programsMissing(let folders):
            "PostgreSQL's programs are not installed (looked in \(folders.joined(separator: ", "))): "
                + "apt-get install postgresql, or name their folder in KONTOR_POSTGRES_BIN, or set DATABASE_URL."
        case .programsTooOld(let version, let folder):
            "PostgreSQL \(version) in \(folder) is too old: install version 14 or newer, or name its folder in KONTOR_POSTGRES_BIN."
        case .otherVersion(let data, let folder, let installed):
            "\(folder) was made by PostgreSQL \(data), but installed is \(installed.map(String.init).joined(separator: ", ")): "
                + "apt-get install postgresql-\(data), or bring the data over with pg_upgrade."
        case .userMissing:
            "PostgreSQL refuses to run as root, and there is no user `postgres` to run it as: "
                + "apt-get install postgresql makes one; or start Kontor as an ordinary user."
        case .folderUnusable(let folder, let reason):
            "\(folder) cannot hold PostgreSQL's data: \(reason)"
        case .ownedByAnother(let folder, let owner):
            "\(folder) belongs to \(owner): start Kontor as root or as \(owner), or move that folder away."
        case .busy(let what):
            "\(what) for too long: look for another Kontor or PostgreSQL process and end it, then try again."
        case .failed(let program, let said):
            "PostgreSQL's \(program) failed: \(said)"
        case .interrupted:
            "Starting PostgreSQL was interrupted; it is safe to start again."
        }
    }
}
