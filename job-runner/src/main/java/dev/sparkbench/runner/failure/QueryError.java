// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

/** Whatever went wrong while a query ran; says which one it was. */
public final class QueryError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String query;

  /**
   * Takes what went wrong.
   *
   * @param query the query's name
   * @param cause what went wrong
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
