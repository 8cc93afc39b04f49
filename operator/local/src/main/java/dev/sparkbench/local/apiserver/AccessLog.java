package dev.sparkbench.local.apiserver;

/** Hears of every request that the server answers, in the order of the answers. */
@FunctionalInterface
public interface AccessLog {

  /** Hears of one request; must be quick, because the client waits for it. */
  void answered(Access access);

  /**
   * One request.
   *
   * @param client what the client calls itself: its {@code User-Agent}; empty if it does not say
   * @param method {@code GET}, {@code POST}, …
   * @param uri path and query
   * @param code the answer's status code; 101 for a watch
   */
  record Access(String client, String method, String uri, int code) {}
}
