/// Where a request goes within its service: method, bucket, sub-resource, headers.
package struct Route: Hashable, Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    package var method: Method
    /// The bucket of an S3 call; it goes into the host name or the path, as the endpoint wants it.
    package var bucket: String?
    /// The sub-resource, such as `policy` in `/?policy`.
    package var subresource: String?
    package var headers: [String: String]

    package init(
        _ method: Method,
        bucket: String? = nil,
        subresource: String? = nil,
        headers: [String: String] = [:]
    ) {
        self.method = method
        self.bucket = bucket
        self.subresource = subresource
        self.headers = headers
    }
}
