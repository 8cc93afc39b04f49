// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.machine;

import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Counts the answers with which the object store asks this JVM for fewer requests: HTTP 503 and
 * 429. S3A adds this interceptor to each of its clients, so the runner's own requests are counted
 * too. All attempts are counted, including the client's own repetitions.
 */
public final class ThrottledRequests implements ExecutionInterceptor {

  private static final int SERVICE_UNAVAILABLE = 503;
  private static final int TOO_MANY_REQUESTS = 429;

  private static final AtomicLong COUNT = new AtomicLong();

  /** S3A creates it by its class name. */
  public ThrottledRequests() {}

  /** The number of such answers since this JVM started. */
  static long count() {
    return COUNT.get();
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    int status = context.httpResponse().statusCode();
    if (status == SERVICE_UNAVAILABLE || status == TOO_MANY_REQUESTS) {
      COUNT.incrementAndGet();
    }
  }
}
