import Foundation
import Synchronization
import Testing

@testable import Transport

/// Addresses refused at the time of connecting.
@Suite struct AddressFilterTests {
    @Test(arguments: ["127.0.0.1", "localhost", "0x7f000001", "2130706433", "127.1"])
    func aRefusedAddressIsRefusedUnderEveryName(host: String) async throws {
        let server = try LoopbackServer { $1.respond() }
        let transport = try CurlTransport(
            .init(usesEnvironmentProxy: false, addressFilter: { $0 != "127.0.0.1" && $0 != "::1" })
        )
        let error = await #expect(throws: TransportError.self) {
            try await transport.send(HTTPRequest(method: "POST", url: "http://\(host):\(server.port)/"))
        }
        #expect(error?.code == .addressRefused)
        #expect(error?.requestMayHaveBeenSent == false)
        #expect(error?.host == "\(host):\(server.port)")
        #expect(server.connectionCount == 0)
    }

    @Test func theFilterSeesTheNumericAddress() async throws {
        let seen = Mutex<[String]>([])
        let server = try LoopbackServer { $1.respond() }
        let filter: @Sendable (String) -> Bool = { address in
            seen.withLock { $0.append(address) }
            return true
        }
        let transport = try CurlTransport(.init(usesEnvironmentProxy: false, addressFilter: filter))
        #expect(try await transport.send(HTTPRequest(method: "GET", url: server.url)).status == 200)
        #expect(seen.withLock { $0 } == ["127.0.0.1"])
        _ = try? await transport.send(HTTPRequest(method: "GET", url: "http://[::1]:\(server.port)/"))
        #expect(seen.withLock { $0 } == ["127.0.0.1", "::1"])
    }
}
