internal import Foundation

/// Writes a request as XML, for S3. A list's elements are written side by side under the list's own name; a list in a
/// wrapper is a structure with one list in it.
struct XMLEncoder {
    func encode(_ request: some Encodable, root: String) throws -> Data {
        var xml = "<\(root) xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        appendContent(of: try WireEncoder().encode(request), to: &xml)
        xml += "</\(root)>"
        return Data(xml.utf8)
    }

    private func appendContent(of value: WireValue, to xml: inout String) {
        switch value {
        case .text(let text): Self.append(text, to: &xml)
        case .structure(let members): for member in members { append(member.value, named: member.name, to: &xml) }
        case .list(let elements): for element in elements { appendContent(of: element, to: &xml) }
        }
    }

    private func append(_ value: WireValue, named name: String, to xml: inout String) {
        if case .list(let elements) = value {
            for element in elements { append(element, named: name, to: &xml) }
        } else {
            xml += "<\(name)>"
            appendContent(of: value, to: &xml)
            xml += "</\(name)>"
        }
    }

    /// Line ends and tabs go as references: a parser would turn them into spaces or plain newlines.
    private static func append(_ text: String, to xml: inout String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": xml += "&amp;"
            case "<": xml += "&lt;"
            case ">": xml += "&gt;"
            case "\r": xml += "&#xD;"
            case "\n": xml += "&#xA;"
            case "\t": xml += "&#x9;"
            default: xml.unicodeScalars.append(scalar)
            }
        }
    }
}
