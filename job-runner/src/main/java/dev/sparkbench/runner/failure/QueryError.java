// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

/** A failure while a query ran; it names the query. */
public final class QueryError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String query;

  /**
   * Wraps a failure.
   *
   * @param query the query's name
   * @param cause the failure
   */
  public QueryError(String query, Throwable cause) {
    super("query " + query, cause);
    this.query = query;
  }

  /** The query's name. */
  public String query() {
    return query;
  }
}
