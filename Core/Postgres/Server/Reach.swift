import Glibc

extension PrivateServer {
    /// Which folders a user can pass through, by their owners and modes (access lists are not looked at).
    struct Reach {
        let user: ServerUser

        init(_ user: ServerUser) { self.user = user }

        /// The topmost folder above the path that the user cannot enter; nil when the way is free.
        func wall(before path: String) -> String? {
            var folders: [String] = []
            var folder = path
            while folder != "/" {
                folder = Files.parent(of: folder)
                folders.append(folder)
            }
            return folders.last { !mayEnter($0) }
        }

        private func mayEnter(_ folder: String) -> Bool {
            var status = stat()
            guard stat(folder, &status) == 0 else { return false }
            let bit =
                if status.st_uid == user.id { S_IXUSR } else if user.groups.contains(status.st_gid) { S_IXGRP } else { S_IXOTH }
            return status.st_mode & bit != 0
        }
    }
}
