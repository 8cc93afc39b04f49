// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Closes connections on which no complete request head arrives in time, and the oldest idle ones if
 * there are too many. Vert.x' own idle timeout would also close connections of clients that wait
 * for an answer.
 */
public final class IdleConnections {

  private final Vertx vertx;
  private final int limit;

  /** Idle connections with their timers, the longest idle first. */
  private final Map<HttpConnection, Long> timers = new LinkedHashMap<>();

  /**
   * Creates an empty set.
   *
   * @param limit the largest number of idle connections
   */
  public IdleConnections(Vertx vertx, int limit) {
    this.vertx = vertx;
    this.limit = limit;
  }

  /** The number of idle connections. */
  public synchronized int size() {
    return timers.size();
  }

  /** Marks a connection as idle; it is closed after the given time. */
  public void begin(HttpConnection connection, Duration time) {
    Optional<HttpConnection> oldest = add(connection, time);
    connection.closeHandler(nothing -> end(connection));
    oldest.ifPresent(HttpConnection::close);
  }

  /** Marks a connection as busy. */
  public synchronized void end(HttpConnection connection) {
    Long timer = timers.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }

  /** The connection that must be closed to make room. */
  private synchronized Optional<HttpConnection> add(HttpConnection connection, Duration time) {
    end(connection);
    timers.put(connection, vertx.setTimer(time.toMillis(), timer -> connection.close()));
    if (timers.size() <= limit) {
      return Optional.empty();
    }
    HttpConnection oldest = timers.keySet().iterator().next();
    end(oldest);
    return Optional.of(oldest);
  }
}
