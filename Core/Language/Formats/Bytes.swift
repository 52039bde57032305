extension Formats {
    /// E.g. `980 kB`, `1.2 MB` or `5 GB`, each 1,024 times the one before, as limits count them. What is less than a kilobyte
    /// but not nothing is one; further decimals are left out, not rounded up.
    public func bytes(_ bytes: Int) -> String {
        guard bytes >= 1 << 20 else { return "\(number((bytes + 1023) >> 10)) kB" }
        let (shift, unit) = bytes < 1 << 30 ? (20, "MB") : bytes < 1 << 40 ? (30, "GB") : (40, "TB")
        return "\(scaled(Int64((min(bytes, Int.max / 10) * 10) >> shift), digits: 1, minimum: 0)) \(unit)"
    }
}
