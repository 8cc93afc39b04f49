// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.scale;

import dev.sparkbench.local.apiserver.AccessLog;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests of one client to the API server, by verb and type, without watches. */
final class RequestCounts implements AccessLog {

  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int CONFLICT = 409;

  private final String client;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  RequestCounts(String client) {
    this.client = client;
  }

  @Override
  public void answered(Access access) {
    if (access.client().equals(client) && access.code() != SWITCHING_PROTOCOLS) {
      String refused = access.code() == CONFLICT ? " (conflict)" : "";
      counts
          .computeIfAbsent(
              access.method() + " " + what(access.uri()) + refused, any -> new LongAdder())
          .increment();
    }
  }

  /** The counts so far. */
  Map<String, Long> snapshot() {
    Map<String, Long> snapshot = new TreeMap<>();
    counts.forEach((request, count) -> snapshot.put(request, count.sum()));
    return snapshot;
  }

  private static String what(String uri) {
    String path = uri.replaceFirst("\\?.*", "");
    return path.endsWith("/status")
        ? "status"
        : path.replaceFirst(".*/namespaces/[^/]+/([^/]+).*", "$1");
  }
}
