package dev.sparkbench.controller.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends connections on which no whole request head arrives in time. Vert.x' own idle timeout would
 * also end those of clients that wait for an answer.
 */
final class IdleConnections {

  private final Vertx vertx;
  private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();

  IdleConnections(Vertx vertx) {
    this.vertx = vertx;
  }

  int size() {
    return timers.size();
  }

  /** From now on it is the client's turn, for so long. */
  void begin(HttpConnection connection, Duration limit) {
    end(connection);
    timers.put(connection, vertx.setTimer(limit.toMillis(), timer -> connection.close()));
    connection.closeHandler(nothing -> end(connection));
  }

  /** A request is there. */
  void end(HttpConnection connection) {
    Long timer = timers.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }
}
