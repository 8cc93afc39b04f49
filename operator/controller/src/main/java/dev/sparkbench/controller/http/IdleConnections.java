package dev.sparkbench.controller.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Ends connections on which no whole request head arrives in time, and the oldest of them where
 * there are too many: whoever really asks something does so at once. Vert.x' own idle timeout would
 * also end those of clients that wait for an answer.
 */
public final class IdleConnections {

  private final Vertx vertx;
  private final int limit;

  /** Those that have been idle for longest first, each with its timer. */
  private final Map<HttpConnection, Long> timers = new LinkedHashMap<>();

  /**
   * Begins with none.
   *
   * @param limit how many there may be at the same time
   */
  public IdleConnections(Vertx vertx, int limit) {
    this.vertx = vertx;
    this.limit = limit;
  }

  /** How many there are. */
  public synchronized int size() {
    return timers.size();
  }

  /** From now on it is the client's turn, for so long. */
  public void begin(HttpConnection connection, Duration time) {
    Optional<HttpConnection> oldest = add(connection, time);
    connection.closeHandler(nothing -> end(connection));
    oldest.ifPresent(HttpConnection::close);
  }

  /** A request is there. */
  public synchronized void end(HttpConnection connection) {
    Long timer = timers.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }

  /** The one that has to go for it. */
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
