package dev.sparkbench.controller.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Remembers for a moment what the API server has said. */
final class Cache<T> {

  /** How long, at most, somebody still gets in whose token or right was taken away. */
  static final Duration LIFE = Duration.ofSeconds(10);

  private static final int MAX_SIZE = 1000;

  private final Clock clock;
  private final Duration life;

  /** The oldest first. */
  private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

  /** Remembers each for {@link #LIFE}. */
  Cache(Clock clock) {
    this(clock, LIFE);
  }

  /** Remembers each for so long. */
  Cache(Clock clock, Duration life) {
    this.clock = clock;
    this.life = life;
  }

  /** What is remembered, or else what the supplier gives; not when that throws. */
  T get(String key, Supplier<T> supplier) {
    Entry<T> entry = find(key);
    if (entry == null) {
      // Not under the lock: it asks the API server.
      entry = new Entry<>(supplier.get(), clock.instant().plus(life));
      put(key, entry);
    }
    return entry.value();
  }

  /** Whether something is remembered. */
  boolean has(String key) {
    return find(key) != null;
  }

  /** Remembers that, from now on. */
  void put(String key, T value) {
    put(key, new Entry<>(value, clock.instant().plus(life)));
  }

  private synchronized Entry<T> find(String key) {
    Instant now = clock.instant();
    Iterator<Entry<T>> oldest = entries.values().iterator();
    while (oldest.hasNext() && !oldest.next().end().isAfter(now)) {
      oldest.remove();
    }
    return entries.get(key);
  }

  private synchronized void put(String key, Entry<T> entry) {
    entries.remove(key);
    if (entries.size() >= MAX_SIZE) {
      entries.remove(entries.keySet().iterator().next());
    }
    entries.put(key, entry);
  }

  private record Entry<T>(T value, Instant end) {}
}
