import Foundation
import Synchronization
import Transport

@testable import AWS

/// Answers requests from a script, in order, and keeps what it was asked.
final class ScriptedTransport: HTTPTransport {
    typealias Answer = Result<HTTPResponse, TransportError>
    private struct State {
        var answers: [Answer]
        var requests: [HTTPRequest] = []
    }
    private let state: Mutex<State>

    init(_ answers: [Answer]) { state = Mutex(State(answers: answers)) }

    /// What was sent so far.
    var requests: [HTTPRequest] { state.withLock(\.requests) }

    func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
        let answer = state.withLock { state in
            state.requests.append(request)
            return state.answers.isEmpty ? .answer(599, "the script is over") : state.answers.removeFirst()
        }
        return try answer.get()
    }
}

extension Result where Success == HTTPResponse, Failure == TransportError {
    static func answer(_ status: Int, _ body: String = "", headers: [(String, String)] = []) -> Self {
        let fields = headers.map { (name: $0.0, value: $0.1) }
        return .success(HTTPResponse(status: status, headers: HTTPHeaders(fields), body: Data(body.utf8)))
    }

    static func lost(_ code: TransportError.Code, sent: Bool) -> Self {
        .failure(TransportError(code: code, message: "lost", host: "example.com", requestMayHaveBeenSent: sent))
    }

    /// An error in EC2's form.
    static func ec2Error(_ code: String, status: Int = 400, headers: [(String, String)] = []) -> Self {
        .answer(
            status,
            "<Response><Errors><Error><Code>\(code)</Code><Message>No.</Message></Error></Errors>"
                + "<RequestID>r-1</RequestID></Response>",
            headers: headers
        )
    }
}

/// A client on a script: the clock stands still, waits are noted and over at once.
struct Rig {
    static let now = Date(timeIntervalSince1970: 1_795_485_870)  // 2026-11-24T02:04:30Z
    static let credentials = Credentials(
        accessKeyID: "AKIDEXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        sessionToken: "token/+="
    )
    let transport: ScriptedTransport
    let client: AWSClient
    private let noted = Noted()

    private final class Noted: Sendable {
        let waits = Mutex<[Duration]>([])
    }

    init(_ answers: [ScriptedTransport.Answer], endpoints: Endpoints = Endpoints(), random: UInt64 = .max) {
        transport = ScriptedTransport(answers)
        client = AWSClient(
            transport: transport,
            endpoints: endpoints,
            now: { Self.now },
            sleep: { [noted] wait in noted.waits.withLock { $0.append(wait) } },
            random: { random }
        )
    }

    var waits: [Duration] { noted.waits.withLock(\.self) }

    var writer: AWSWriter {
        client.writer(account: "333333333333", region: "eu-west-1", credentials: StaticCredentials(Self.credentials))
    }
    var reader: AWSReader { writer.reader }
}

extension HTTPRequest {
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The form in the body, names and values decoded.
    var form: [String: String] {
        let pairs = String(decoding: body, as: UTF8.self).split(separator: "&").map { pair in
            pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.replacing("+", with: " ").removingPercentEncoding ?? ""
            }
        }
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0.count > 1 ? $0[1] : "") })
    }
}
