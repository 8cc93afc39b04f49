// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Sends requests to a gateway, with a token. */
public final class GatewayRequests {

  private GatewayRequests() {}

  /** Posts JSON, and returns when it is answered. */
  public static HttpResponse<String> post(URI uri, String token, String json)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
