// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.gateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Caches answers of the API server for a short time. */
final class Cache<T> {

  /**
   * The lifetime of entries. A caller whose token or right was revoked keeps access for at most
   * this long.
   */
  static final Duration LIFE = Duration.ofSeconds(10);

  private static final int MAX_SIZE = 1000;

  private final Clock clock;
  private final Duration life;

  /** The entries, the oldest first. */
  private final Map<String, Entry<T>> entries = new LinkedHashMap<>();

  /** Creates a cache whose entries live for {@link #LIFE}. */
  Cache(Clock clock) {
    this(clock, LIFE);
  }

  /** Creates a cache whose entries live for a given time. */
  Cache(Clock clock, Duration life) {
    this.clock = clock;
    this.life = life;
  }

  /** The cached value, or a new one of the supplier, which is cached unless the supplier throws. */
  T get(String key, Supplier<T> supplier) {
    Entry<T> entry = find(key);
    if (entry == null) {
      // Outside of the lock, because the supplier asks the API server.
      entry = new Entry<>(supplier.get(), clock.instant().plus(life));
      put(key, entry);
    }
    return entry.value();
  }

  /** Whether a key is cached. */
  boolean has(String key) {
    return find(key) != null;
  }

  /** Caches a value. */
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
