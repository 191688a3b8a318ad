/// Why a call to AWS did not give an answer: refused by AWS, lost on the way, or never sent.
///
/// Holds no credentials: messages that quote the signed request are cut, and keys and tokens are blanked.
package struct AWSError: Error, Hashable, Sendable {
    package var code: Code
    /// What AWS, or the transport, said; one line.
    package var message: String
    package var service: String
    package var operation: String
    package var account: String
    package var region: String
    /// The HTTP status; nil when no answer came.
    package var status: Int?
    package var requestID: String?
    /// How often the call was sent; 0 when it never was.
    package var attempts: Int
    /// True when the same call may well succeed later (throttling, an outage); the client has already tried.
    package var isRetryable: Bool
    /// True when the call is a write that may have been carried out though no answer says so: read the resource to know.
    package var mayHaveTakenEffect: Bool

    package init(
        code: Code,
        message: String,
        service: String = "",
        operation: String = "",
        account: String = "",
        region: String = "",
        status: Int? = nil,
        requestID: String? = nil,
        attempts: Int = 0,
        isRetryable: Bool = false,
        mayHaveTakenEffect: Bool = false
    ) {
        self.code = code
        self.message = message
        self.service = service
        self.operation = operation
        self.account = account
        self.region = region
        self.status = status
        self.requestID = requestID
        self.attempts = attempts
        self.isRetryable = isRetryable
        self.mayHaveTakenEffect = mayHaveTakenEffect
    }

    /// True when what the call names does not exist, whichever of its many codes the service has for that.
    package var isNotFound: Bool {
        code.rawValue.hasPrefix("NoSuch") || code.rawValue.hasSuffix("NotFound")
    }

    /// True when the caller's permissions do not allow the call.
    package var isAccessDenied: Bool {
        [.accessDenied, .accessDeniedException, .unauthorizedOperation].contains(code)
    }
}

extension AWSError: CustomStringConvertible {
    /// One line: `ec2 DeleteSecurityGroup in 333333333333/eu-west-1: DependencyViolation: … (HTTP 400, request id …, 1 attempt)`.
    package var description: String {
        var text = ""
        if !operation.isEmpty {
            let scope = [account, region].filter { !$0.isEmpty }.joined(separator: "/")
            text = "\(service) \(operation)" + (scope.isEmpty ? "" : " in \(scope)") + ": "
        }
        text += message.isEmpty ? code.rawValue : "\(code): \(message)"
        var notes: [String] = []
        if let status { notes.append("HTTP \(status)") }
        if let requestID { notes.append("request id \(requestID)") }
        if attempts > 0 { notes.append(attempts == 1 ? "1 attempt" : "\(attempts) attempts") }
        if mayHaveTakenEffect { notes.append("it may have taken effect") }
        return notes.isEmpty ? text : text + " (\(notes.joined(separator: ", ")))"
    }
}
