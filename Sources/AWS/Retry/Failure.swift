internal import Foundation
internal import Transport

/// An attempt that gave no answer, and what could be done about it. Pure: what to do is worked out from what came back,
/// nothing is done here.
struct Failure: Error, Sendable {
    enum Remedy: Hashable, Sendable {
        /// Send it again after a while.
        case again(RetryPolicy.Reason)
        /// The signature was refused: if the clock was wrong, sign by the server's.
        case signBy(serverTime: Date)
        /// The bucket is in another region.
        case inRegion(String)
    }

    var error: AWSError
    var remedy: Remedy?
    /// False only when the call was refused before it was carried out.
    var mayHaveBeenExecuted: Bool
    /// What the server asks to wait for.
    var retryAfter: Duration?

    private init(_ error: AWSError, remedy: Remedy? = nil, mayHaveBeenExecuted: Bool) {
        self.error = error
        self.remedy = remedy
        self.mayHaveBeenExecuted = mayHaveBeenExecuted
        if case .again = remedy { self.error.isRetryable = true }
    }

    /// A request or its answer was lost on the way.
    init(_ error: TransportError) {
        let passing: [TransportError.Code] = [
            .couldNotResolve, .couldNotConnect, .connectTimedOut, .timedOut, .connectionLost,
        ]
        self.init(
            AWSError(code: error.code == .cancelled ? .cancelled : .noAnswer, message: "\(error)"),
            remedy: passing.contains(error.code) ? .again(.transient) : nil,
            mayHaveBeenExecuted: error.requestMayHaveBeenSent
        )
    }

    /// An answer with status 200 that cannot be read: the call was carried out, but what it answered is not known.
    init(unreadable response: HTTPResponse, _ reason: String) {
        self.init(
            AWSError(
                code: .unreadableAnswer,
                message: reason,
                status: response.status,
                requestID: Self.requestID(response)
            ),
            mayHaveBeenExecuted: true
        )
    }

    /// A page for people where an answer should be.
    init(notAWS response: HTTPResponse, host: String) {
        self.init(
            AWSError(
                code: .notAWS,
                message: "\(host) answered with a web page, not as AWS does: a proxy is in the way, "
                    + "or the endpoint (AWS_ENDPOINT_URL) does not know this call",
                status: response.status
            ),
            mayHaveBeenExecuted: response.status < 400 || response.status >= 500
        )
    }

    /// AWS refused or failed. `body` is nil when the answer holds no error in AWS's form.
    init(_ response: HTTPResponse, body: ErrorBody?, region: String) {
        let status = response.status
        let code = body.map { AWSError.Code(rawValue: $0.code) } ?? AWSError.Code(rawValue: "HTTP\(status)")
        let error = AWSError(
            code: code,
            message: body?.message ?? "the answer does not say why",
            status: status,
            requestID: body?.requestID ?? Self.requestID(response)
        )
        if let actual = response.headers["x-amz-bucket-region"], actual != region, [301, 307, 400].contains(status),
            Endpoints.isRegion(actual)
        {
            self.init(error, remedy: .inRegion(actual), mayHaveBeenExecuted: false)
        } else if Self.throttling.contains(code) || status == 429 {
            self.init(error, remedy: .again(.throttled), mayHaveBeenExecuted: false)
        } else if Self.conflicts.contains(code) {
            self.init(error, remedy: .again(.transient), mayHaveBeenExecuted: false)
        } else if Self.clock.contains(code) {
            let serverTime = response.headers["date"].flatMap { Date(httpDate: $0) }
            self.init(error, remedy: serverTime.map { .signBy(serverTime: $0) }, mayHaveBeenExecuted: false)
        } else if [500, 502, 503, 504].contains(status) || Self.passing.contains(code) {
            self.init(error, remedy: .again(.transient), mayHaveBeenExecuted: true)
        } else {
            // Any status but a client's error means that something else than a refusal happened.
            self.init(error, mayHaveBeenExecuted: !(400..<500).contains(status))
        }
        if let milliseconds = response.headers["x-amz-retry-after"].flatMap({ Int($0) }), milliseconds >= 0 {
            retryAfter = .milliseconds(min(milliseconds, 60_000))
        }
    }

    private static func requestID(_ response: HTTPResponse) -> String? {
        response.headers["x-amzn-requestid"] ?? response.headers["x-amz-request-id"]
    }

    /// Services throttle with HTTP 400 as well as 503. `LimitExceeded` is not among them: it is a quota, and stays.
    private static let throttling: Set<AWSError.Code> = [
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException",
        "TooManyRequestsException", "RequestLimitExceeded", "BandwidthLimitExceeded", "SlowDown",
        "EC2ThrottledException", "PriorRequestNotComplete",
    ]
    /// Refused because another change to the same resource is under way (S3's and IAM's names for it).
    private static let conflicts: Set<AWSError.Code> = ["OperationAborted", "ConcurrentModification"]
    private static let passing: Set<AWSError.Code> = ["RequestTimeout", "InternalError", "InternalFailure"]
    /// What a wrong clock looks like. Most of these mean something else as often, hence the look at the server's time.
    private static let clock: Set<AWSError.Code> = [
        "RequestTimeTooSkewed", "RequestExpired", "InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure",
    ]
}
