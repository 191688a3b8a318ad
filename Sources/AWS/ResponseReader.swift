internal import Foundation
internal import Transport

/// Makes an operation's answer out of HTTP's, or the failure it stands for.
struct ResponseReader<O: AWSOperation> {
    var host: String
    var region: String

    func read(_ response: HTTPResponse) throws(Failure) -> O.Response {
        let isHTML = response.headers["content-type"]?.lowercased().hasPrefix("text/html") ?? false
        let isPage = isHTML && !response.body.isEmpty
        guard (200..<300).contains(response.status) else {
            let body = (try? XMLParser.parse(response.body)).flatMap { ErrorBody($0) }
            if body == nil, isPage { throw Failure(notAWS: response, host: host) }
            throw Failure(response, body: body, region: region)
        }
        if let raw = O.Response.self as? any RawResponse.Type, !isPage,
            let answer = raw.init(body: response.body) as? O.Response
        {
            return answer
        }
        do throws(Failure) {
            if let done = try nothing(in: response, isPage: isPage) { return done }
            return try decode(response)
        } catch {
            throw isPage && error.error.code == .unreadableAnswer ? Failure(notAWS: response, host: host) : error
        }
    }

    /// S3's calls that answer nothing are done when they say so, whatever else stands in the body but an error.
    private func nothing(in response: HTTPResponse, isPage: Bool) throws(Failure) -> O.Response? {
        guard let nothing = Empty() as? O.Response, O.service.wireProtocol == .restXML, !isPage else { return nil }
        if let root = try? XMLParser.parse(response.body) { try refuse(errorIn: root, response) }
        return nothing
    }

    private func decode(_ response: HTTPResponse) throws(Failure) -> O.Response {
        do {
            // An answer without a body stands for one without members.
            guard !response.body.isEmpty else {
                return try XMLDecoder().decode(O.Response.self, from: XMLElement(name: ""))
            }
            let root = try XMLParser.parse(response.body)
            return try XMLDecoder().decode(O.Response.self, from: try content(of: root, response))
        } catch let failure as Failure {
            throw failure
        } catch let error as DecodingError {
            throw Failure(unreadable: response, error.briefDescription)
        } catch {
            throw Failure(unreadable: response, "\(error)")
        }
    }

    /// S3 can answer an error with status 200; it counts as one with 500.
    private func refuse(errorIn root: XMLElement, _ response: HTTPResponse) throws(Failure) {
        guard let body = ErrorBody(root) else { return }
        var failed = response
        failed.status = 500
        throw Failure(failed, body: body, region: region)
    }

    /// The element that holds the response's members.
    private func content(of root: XMLElement, _ response: HTTPResponse) throws -> XMLElement {
        try refuse(errorIn: root, response)
        guard O.service.wireProtocol != .restXML else { return root }
        guard root.name == "\(O.name)Response" else {
            throw Failure(unreadable: response, "the answer is a <\(root.name)>, not a <\(O.name)Response>")
        }
        return O.service.wireProtocol == .query ? root.child("\(O.name)Result") ?? root : root
    }
}

extension DecodingError {
    /// Where in the answer what is wrong, in one line.
    var briefDescription: String {
        let context: Context?
        switch self {
        case .keyNotFound(_, let found), .valueNotFound(_, let found), .typeMismatch(_, let found),
            .dataCorrupted(let found):
            context = found
        @unknown default: context = nil
        }
        let path = context?.codingPath.map(\.stringValue).joined(separator: ".") ?? ""
        return "the answer lacks what the API promises"
            + (path.isEmpty ? "" : " at \(path)") + (context.map { ": \($0.debugDescription)" } ?? "")
    }
}
