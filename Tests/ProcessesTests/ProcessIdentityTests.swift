import Files
import Foundation
import Processes
import Testing

@Suite struct ProcessIdentityTests {
    @Test func thisProcessIsAliveAndAnotherWithItsNumberIsNot() {
        var process = ProcessIdentity.current
        #expect(process.isAlive == true)
        process.startTicks += 1
        #expect(process.isAlive == false)
        process.host += "-elsewhere"
        #expect(process.isAlive == nil)
    }

    @Test func anEndedProcessIsNotAlive() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/true")
        try process.run()
        let number = process.processIdentifier
        process.waitUntilExit()
        let identity = ProcessIdentity(
            host: ProcessIdentity.current.host, number: number, startTicks: 1)
        #expect(identity.isAlive == false)
    }
}
