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

    /// The id of a process in another container of this machine says nothing here.
    @Test func aProcessOfAnotherContainer() throws {
        var process = ProcessIdentity.current
        process.startTicks += 1
        process.namespace = "pid:[1]"
        #expect(process.isAlive == nil)
        process.namespace = nil
        #expect(process.isAlive == false)
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
