import Foundation
import Incidents
import Policies
import Synchronization
import Testing
import Transport

@testable import Notifier

@Suite struct WebhookSenderTests {
    /// A transport that answers from a list and keeps what it was sent.
    private final class Script: HTTPTransport {
        let answers: Mutex<[Result<Int, TransportError>]>
        let requests = Mutex<[HTTPRequest]>([])
        init(_ answers: [Result<Int, TransportError>]) { self.answers = Mutex(answers) }

        func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
            requests.withLock { $0.append(request) }
            let answer = answers.withLock { $0.isEmpty ? .success(200) : $0.removeFirst() }
            return HTTPResponse(status: try answer.get())
        }
    }

    private static let time = Date(timeIntervalSince1970: 1_614_265_330)
    private let incident = Incident(id: IncidentID(rawValue: "inc-0123456789abcdef")!)

    private func send(
        to script: Script,
        open: Script = Script([]),
        allowPrivate: Bool = false,
        secret: String? = nil
    ) async throws {
        let webhook = Notifications.Webhook(
            url: Secret("https://hooks.example.org/T0K3N"),
            secret: secret.map { Secret($0) },
            allowPrivateAddresses: allowPrivate
        )
        let sender = WebhookSender(
            notifications: Notifications(receivers: [.init(name: "security", webhooks: [webhook])]),
            transports: .init(guarded: script, open: open),
            now: { Self.time },
            pause: { _ in }
        )
        try await sender.send(Alert(urgency: .page, receiver: "security"), id: "inc-1-1-page", about: incident)
    }

    @Test func theSignatureIsThatOfTheSpecificationsExample() {
        // The example of the Standard Webhooks specification; computed again with Python's hmac.
        let signature = WebhookSender.signature(
            of: Data(#"{"test": 2432232314}"#.utf8),
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            time: "1614265330",
            secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        )
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func anAlertIsPostedOnceWithAStableId() async throws {
        let script = Script([.success(204)])
        try await send(to: script, secret: "s")
        let requests = script.requests.withLock { $0 }
        #expect(requests.count == 1)
        let headers = Dictionary(uniqueKeysWithValues: requests[0].headers.map { ($0.name, $0.value) })
        #expect(headers["webhook-id"] == "inc-1-1-page")
        #expect(headers["webhook-timestamp"] == "1614265330")
        #expect(headers["webhook-signature"]?.hasPrefix("v1,") == true)
        let body = try JSONValue(parsing: requests[0].body)
        #expect(body["type"] == "incident.alert")
        #expect(body["data"]?["urgency"] == "page")
        #expect(body["data"]?["undo"] == "cordon rollback inc-0123456789abcdef")
    }

    @Test(arguments: [429, 500, 503]) func whatMayPassIsTriedAgain(status: Int) async throws {
        let script = Script([.success(status), .success(status), .success(200)])
        try await send(to: script)
        #expect(script.requests.withLock { $0.count } == 3)
        #expect(
            Set(script.requests.withLock { $0.map { $0.headers.first { $0.name == "webhook-id" }?.value } }).count == 1
        )
    }

    @Test(arguments: [301, 400, 404, 410]) func whatWillNotChangeIsNotTriedAgainAndIsAnError(status: Int) async throws {
        let script = Script([.success(status)])
        await #expect(throws: DeliveryError.self) { try await send(to: script) }
        #expect(script.requests.withLock { $0.count } == 1)
    }

    @Test func anErrorNamesTheReceiverAndNotTheURLsToken() async throws {
        let lost = TransportError(
            code: .connectionLost,
            message: "the connection was lost",
            host: "hooks.example.org",
            requestMayHaveBeenSent: true
        )
        let script = Script([.failure(lost), .failure(lost), .failure(lost)])
        let error = try #require(await #expect(throws: DeliveryError.self) { try await send(to: script) })
        #expect(error.description.contains("receiver security"))
        #expect(error.description.contains("hooks.example.org"))
        #expect(!error.description.contains("T0K3N"))
    }

    @Test func onlyAWebhookThatIsAllowedToGoesWithoutTheAddressGuard() async throws {
        let (guarded, open) = (Script([]), Script([]))
        try await send(to: guarded, open: open)
        #expect(open.requests.withLock { $0.isEmpty })
        try await send(to: guarded, open: open, allowPrivate: true)
        #expect(open.requests.withLock { $0.count } == 1)
        #expect(guarded.requests.withLock { $0.count } == 1)
    }

    @Test(arguments: [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fd00:ec2::254",
        "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::1", "2001:db8::1", "2002:a00:1::", "2001::1", "nonsense",
        "1.2.3", "::ffff:7f00:1",
    ]) func privateAddressesAreNotPublic(address: String) { #expect(!PublicAddress.allows(address)) }

    @Test(arguments: [
        "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1", "2606:4700::1111", "2a00:1450::1", "2001:4860::8888",
        "::ffff:8.8.8.8",
    ])
    func publicAddressesArePublic(address: String) { #expect(PublicAddress.allows(address)) }
}
