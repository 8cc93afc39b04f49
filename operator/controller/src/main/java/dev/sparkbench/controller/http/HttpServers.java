// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import java.net.InetSocketAddress;

/**
 * Creates the HTTP servers of this image. Vert.x needs no thread per connection, so slow clients do
 * not block others.
 */
public final class HttpServers {

  private HttpServers() {}

  /** One thread for all connections. */
  public static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }

  /** HTTP/1.1 at that address. */
  public static HttpServerOptions options(InetSocketAddress address) {
    return new HttpServerOptions()
        .setHost(address.getAddress().getHostAddress())
        .setPort(address.getPort())
        .setHttp2ClearTextEnabled(false);
  }

  /** Waits for a future; do not call it on the event loop. */
  public static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
