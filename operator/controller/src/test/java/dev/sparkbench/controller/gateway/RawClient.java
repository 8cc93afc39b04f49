// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that does things that no library does. */
final class RawClient implements AutoCloseable {

  private final Socket socket;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) RunningGateway.LIMIT.toMillis());
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** The head of a request with such a body. */
  static String post(int length) {
    return """
        POST /submit-job HTTP/1.1\r
        Host: gateway\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        """
        .formatted(TestApiServer.ALICE, length);
  }

  /** Everything that the server sends until it closes the connection. */
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Disconnects without a word. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
