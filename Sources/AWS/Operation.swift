package import Foundation

/// Whether a call can change anything in AWS.
package enum Effect: Sendable { case read, write }

/// One AWS API call: the stored properties are the request, `Response` is the answer, and what the call needs and may do
/// is declared beside them. Declared as `ReadOperation` or `WriteOperation`, never directly.
package protocol AWSOperation: Encodable, Sendable {
    associatedtype Response: Decodable & Sendable = Empty
    static var service: AWSService { get }
    /// The API's name of the call: the type's own name.
    static var name: String { get }
    static var effect: Effect { get }
    /// Whether sending the call a second time leaves AWS as sending it once does; only then is a write sent again
    /// after its answer was lost.
    static var idempotent: Bool { get }
    /// The IAM actions that the call needs, `service:Name` unless the operation says otherwise.
    static var permissions: [String] { get }
    /// Method, path, query and headers. Query-protocol services post everything to `/`.
    var route: Route { get }
    /// What the request's body holds.
    var payload: Payload { get }
}

/// A call that changes nothing. Any scope may send it.
package protocol ReadOperation: AWSOperation {}

/// A call that changes something. Only an `AWSWriter` can send it, and a dry run is never given one.
package protocol WriteOperation: AWSOperation {}

extension AWSOperation {
    package static var name: String { "\(Self.self)" }
    package static var permissions: [String] { ["\(service.name):\(name)"] }
    package var route: Route { Route(.post) }
    package var payload: Payload { .form }
}

extension ReadOperation {
    package static var effect: Effect { .read }
    package static var idempotent: Bool { true }
}

extension WriteOperation {
    package static var effect: Effect { .write }
}

/// A read that answers in pages.
package protocol PaginatedOperation: ReadOperation where Response: Page {
    /// The page to ask for; nil for the first.
    var pageToken: String? { get set }
}

/// One page of an answer.
package protocol Page {
    associatedtype Item: Sendable
    var items: [Item] { get }
    /// Where the next page begins; nil on the last.
    var nextPageToken: String? { get }
}

/// What a request carries in its body.
package enum Payload: Sendable {
    case none
    /// The operation's own coding keys, as the form of its service's protocol.
    case form
    /// An XML document: the name of its root, and what it holds.
    case xml(root: String, any Encodable & Sendable)
    /// Bytes sent as they are.
    case raw(Data)
}

/// The answer of a call that says nothing but that it worked.
package struct Empty: Decodable, Hashable, Sendable {}

/// An answer that is no document of the service's protocol, but the caller's own bytes: a bucket policy.
package protocol RawResponse: Decodable, Sendable {
    init(body: Data)
}
