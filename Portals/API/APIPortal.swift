/// Where programs read and write what people do in the portals.
public enum API {
    /// What every address begins with.
    public static let root = "/api/v1"
}
