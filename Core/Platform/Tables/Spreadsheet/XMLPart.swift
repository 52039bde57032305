import CXML
import Glibc

/// Reads a part of a workbook from its start to its end, one element at a time, whatever its size.
///
/// Nothing outside the part is ever fetched, and a document type declaration ends the reading before any entity of it
/// is used: workbooks have none (ECMA-376 part 2 §7.2.3), files that attack their readers do.
final class XMLPart {
    enum Event { case start, end, text }

    private let source: Source
    private let reader: OpaquePointer
    /// An element that was empty ends without the library saying so.
    private var isEndDue = false

    /// What the library reads from; it can hand no error through, so that is kept here.
    private final class Source {
        let part: ZipPart
        var failure: WorkbookError?
        init(_ part: ZipPart) { self.part = part }

        func read(into buffer: UnsafeMutableRawBufferPointer) -> Int32 {
            do throws(WorkbookError) {
                return Int32(try part.read(into: buffer))
            } catch {
                failure = error
                return -1
            }
        }
    }

    init(_ part: ZipPart) throws(WorkbookError) {
        source = Source(part)
        let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOCDATA.rawValue)
        let made = xmlReaderForIO({ context, buffer, count in
            guard let context, let buffer else { return -1 }
            let source = Unmanaged<Source>.fromOpaque(context).takeUnretainedValue()
            return source.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Int(count)))
        }, nil, Unmanaged.passUnretained(source).toOpaque(), nil, nil, options)
        guard let made else { throw .broken }
        reader = made
        // Else what is wrong would be printed.
        xmlTextReaderSetStructuredErrorHandler(made, { _, _ in }, nil)
    }

    deinit { xmlFreeTextReader(reader) }

    /// - Returns: what comes next; nil at the end.
    /// - Throws: `WorkbookError`.
    func next() throws(WorkbookError) -> Event? {
        if isEndDue {
            isEndDue = false
            return .end
        }
        while true {
            let status = xmlTextReaderRead(reader)
            if status == 0 { return nil }
            guard status == 1 else { throw source.failure ?? .broken }
            switch xmlReaderTypes(UInt32(bitPattern: xmlTextReaderNodeType(reader))) {
            case XML_READER_TYPE_ELEMENT:
                isEndDue = xmlTextReaderIsEmptyElement(reader) == 1
                return .start
            case XML_READER_TYPE_END_ELEMENT: return .end
            case XML_READER_TYPE_TEXT, XML_READER_TYPE_CDATA, XML_READER_TYPE_WHITESPACE, XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
                return .text
            case XML_READER_TYPE_DOCUMENT_TYPE, XML_READER_TYPE_ENTITY_REFERENCE: throw .broken
            default: continue
            }
        }
    }

    /// Whether the element is called so, whatever the namespace: there are two editions of each (ECMA-376 part 4).
    func isNamed(_ name: StaticString) -> Bool {
        guard let mine = xmlTextReaderConstLocalName(reader) else { return false }
        return isSame(mine, name)
    }

    /// The text that was met.
    func appendText(to bytes: inout [UInt8], most: Int) {
        guard let text = xmlTextReaderConstValue(reader) else { return }
        let count = min(strlen(UnsafeRawPointer(text).assumingMemoryBound(to: CChar.self)), max(0, most - bytes.count))
        bytes.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
    }

    /// An attribute of the element that was met, whatever its namespace.
    func attribute(_ name: StaticString) -> String? {
        defer { xmlTextReaderMoveToElement(reader) }
        var status = xmlTextReaderMoveToFirstAttribute(reader)
        while status == 1 {
            if let mine = xmlTextReaderConstLocalName(reader), isSame(mine, name), let value = xmlTextReaderConstValue(reader) {
                return String(cString: value)
            }
            status = xmlTextReaderMoveToNextAttribute(reader)
        }
        return nil
    }

    private func isSame(_ mine: UnsafePointer<xmlChar>, _ name: StaticString) -> Bool {
        strcmp(UnsafeRawPointer(mine).assumingMemoryBound(to: CChar.self),
               UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
    }
}

extension ZipArchive {
    /// A part as XML; nil when there is none of that name.
    func xml(_ name: String) throws(WorkbookError) -> XMLPart? { try part(name).map(XMLPart.init) }
}
