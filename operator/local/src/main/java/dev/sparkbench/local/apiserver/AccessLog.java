// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

/** Receives every request that the server answers, in the order of the answers. */
@FunctionalInterface
public interface AccessLog {

  /** Receives a request; must return quickly, because the client waits. */
  void answered(Access access);

  /**
   * One request.
   *
   * @param client the client's {@code User-Agent}; empty without one
   * @param method {@code GET}, {@code POST}, …
   * @param uri path and query
   * @param code the answer's status code; 101 for a watch
   */
  record Access(String client, String method, String uri, int code) {}
}
