package dev.sparkbench.controller.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Remembers for a moment what the API server has granted, not what it has refused: a new right
 * holds at once, and a lost one ends after that moment.
 */
final class Cache<T> {

  /** How long, at most, somebody still gets in whose token or right was taken away. */
  static final Duration LIFE = Duration.ofSeconds(10);

  private static final int MAX_SIZE = 1000;

  private final Clock clock;

  /** The oldest first. */
  private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

  Cache(Clock clock) {
    this.clock = clock;
  }

  /** What is remembered, or else what the supplier gives; not when that throws. */
  T get(String key, Supplier<T> supplier) {
    Entry<T> entry = find(key);
    if (entry == null) {
      // Not under the lock: it asks the API server.
      entry = new Entry<>(supplier.get(), clock.instant().plus(LIFE));
      put(key, entry);
    }
    return entry.value();
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
