package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Answers requests for a pod's log. Following is not possible: what is there is sent. */
final class LogReader {

  private final PodLogs podLogs;

  LogReader(PodLogs podLogs) {
    this.podLogs = podLogs;
  }

  ApiResponse read(ObjectNode pod, ApiRequest request) {
    String name = Metadata.text(pod, "name");
    Path file =
        podLogs
            .logFile(Metadata.text(pod, "namespace"), name)
            .orElseThrow(
                () ->
                    ApiException.badRequest(
                        "container \"%s\" in pod \"%s\" is waiting to start"
                            .formatted(pod.at("/spec/containers/0/name").asText(), name)));
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return ApiResponse.text(
          request.parameter("tailLines").map(n -> tail(text, Integer.parseInt(n))).orElse(text));
    } catch (IOException e) {
      throw ApiException.internal(e);
    }
  }

  private static String tail(String text, int count) {
    List<String> lines = text.lines().toList();
    List<String> last = lines.subList(Math.max(0, lines.size() - count), lines.size());
    return last.isEmpty() ? "" : String.join("\n", last) + "\n";
  }
}
