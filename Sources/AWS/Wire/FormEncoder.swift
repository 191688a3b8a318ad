internal import Foundation

/// Writes a request as `application/x-www-form-urlencoded`, in one of AWS's two dialects.
/// <https://smithy.io/2.0/aws/protocols/aws-query-protocol.html>,
/// <https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html>
struct FormEncoder {
    enum Style: Sendable {
        /// A list's elements are `Name.member.1`; an empty list is sent as `Name=`.
        case query
        /// A list's elements are `Name.1`; an empty list is left out.
        case ec2
    }
    var style: Style

    /// The form with `Action` and `Version` in front, then the members in the order of their declaration.
    func encode(_ request: some Encodable, action: String, version: String) throws -> Data {
        var form = "Action=\(action)&Version=\(version)"
        append(try WireEncoder().encode(request), named: "", to: &form)
        return Data(form.utf8)
    }

    private func append(_ value: WireValue, named name: String, to form: inout String) {
        switch value {
        case .text(let text):
            // A space as a plus, as browsers and botocore write it: emulators that check signatures over the form as they
            // would have written it then agree.
            form += "&\(name)=\(text.percentEncoded().replacing("%20", with: "+"))"
        case .structure(let members):
            for member in members {
                append(member.value, named: name.isEmpty ? member.name : "\(name).\(member.name)", to: &form)
            }
        case .list(let elements):
            if elements.isEmpty, style == .query { form += "&\(name)=" }
            let prefix = style == .query ? "\(name).member" : name
            for (index, element) in elements.enumerated() {
                append(element, named: "\(prefix).\(index + 1)", to: &form)
            }
        }
    }
}
