// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A connection to a server that a test can interrupt and restore. */
final class Relay implements AutoCloseable {

  private final int target;
  private final ServerSocket entrance;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Relay(int target) {
    this.target = target;
    try {
      entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** Ends all connections, and each new one at once. */
  void cut() {
    cut = true;
    sockets.forEach(Relay::end);
  }

  void mend() {
    cut = false;
  }

  @Override
  public void close() throws IOException {
    cut();
    entrance.close();
  }

  private void accept() throws IOException {
    while (true) {
      Socket near = entrance.accept();
      if (cut) {
        end(near);
        continue;
      }
      Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
      sockets.add(near);
      sockets.add(far);
      run(() -> pump(near, far));
      run(() -> pump(far, near));
    }
  }

  private void pump(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void run(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // What a cut looks like from inside.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }
}
