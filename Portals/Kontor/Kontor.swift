import ArgumentParser
import Configuration
import Hummingbird
import Logging
import NIOPosix
import ServiceLifecycle
import Subprocess
import Yams

@main struct Kontor: AsyncParsableCommand { func run() async throws { print("kontor") } }
