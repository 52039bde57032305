/// Why a workbook is not read.
enum WorkbookError: Error, Sendable, Hashable {
    /// It is a ZIP archive of something else.
    case noWorkbook
    /// It, or a part of it, is encrypted.
    case encrypted
    /// Excel's binary format, `.xlsb`.
    case binary
    /// OpenDocument, `.ods`.
    case openDocument
    /// No program that makes workbooks writes them so.
    case broken
    /// Unpacked, it takes up more than `ImportLimits.unpackedBytes`, or far more than its size lets expect.
    case tooLarge
    /// No sheet that is shown has anything in it.
    case empty
}
