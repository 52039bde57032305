// One import is all a module needs: what it stores, shows and says comes with `import Platform`.
@_exported public import HTTPTypes
@_exported public import Language
@_exported public import Markup
@_exported public import Postgres

/// The reach of a database that sees every business. Modules are never given one:
/// only the operator's portal holds a `Database<Platform>`.
public enum Platform {}

/// The reach of a database before anyone has signed in: it can call the functions that
/// open a session or register a business, and read no tenant's table at all.
public enum Visitor {}
