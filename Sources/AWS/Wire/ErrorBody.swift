/// What an error's XML says, in the three shapes it comes in.
struct ErrorBody: Hashable, Sendable {
    var code: String
    var message: String
    var requestID: String?

    /// Nil for a document that is no error: query's `ErrorResponse/Error`, EC2's `Response/Errors/Error`, S3's bare
    /// `Error`, and emulators' mixtures of the first two.
    init?(_ root: XMLElement) {
        let error: XMLElement?
        switch root.name {
        case "ErrorResponse", "Response": error = (root.child("Errors") ?? root).child("Error")
        case "Error": error = root
        default: error = nil
        }
        guard let error, let code = error.child("Code")?.text, !code.isEmpty else { return nil }
        self.code = code
        message = error.child("Message")?.text ?? ""
        let holders = [root, error, root.child("ResponseMetadata")].compactMap(\.self)
        requestID = holders.lazy.compactMap { $0.child("RequestId") ?? $0.child("RequestID") }.first?.text
    }
}
