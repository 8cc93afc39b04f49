// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Answers requests for a pod's log. */
final class LogReader implements AutoCloseable {

  private static final long POLL_MILLIS = 100;
  private static final List<String> UNSUPPORTED =
      List.of("previous", "timestamps", "sinceSeconds", "sinceTime", "limitBytes");

  private final PodLogs podLogs;
  private final ScheduledExecutorService followers =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "log-followers");
            thread.setDaemon(true);
            return thread;
          });

  LogReader(PodLogs podLogs) {
    this.podLogs = podLogs;
  }

  /**
   * Reads or follows a log.
   *
   * @param ended whether a container will print nothing more
   */
  ApiResponse read(ObjectNode pod, ApiRequest request, Predicate<String> ended) {
    for (String option : UNSUPPORTED) {
      if (request.parameter(option).filter(value -> !value.equals("false")).isPresent()) {
        throw ApiException.badRequest(option + " of a log is not supported by the local cluster");
      }
    }
    String name = Metadata.text(pod, "name");
    String container = container(pod, request);
    String first = pod.at("/spec/containers/0/name").asText();
    Path file =
        podLogs
            .logFile(
                Metadata.text(pod, "namespace"), name, container.equals(first) ? "" : container)
            .orElseThrow(
                () ->
                    ApiException.badRequest(
                        "container \"%s\" in pod \"%s\" is waiting to start"
                            .formatted(container, name)));
    try {
      byte[] log = Files.readAllBytes(file);
      int begin = request.parameter("tailLines").map(n -> tail(log, Integer.parseInt(n))).orElse(0);
      return request.flag("follow")
          ? new ApiResponse.Stream(
              "text/plain", sink -> follow(file, begin, () -> ended.test(container), sink))
          : ApiResponse.text(new String(log, begin, log.length - begin, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw ApiException.internal(e);
    }
  }

  /** The container of a request; the name may be missing if there is only one. */
  private static String container(ObjectNode pod, ApiRequest request) {
    String name = Metadata.text(pod, "name");
    List<String> containers = names(PodResources.containers(pod));
    List<String> inits = names(PodResources.initContainers(pod));
    Optional<String> asked = request.parameter("container");
    if (asked.isPresent()) {
      if (!containers.contains(asked.get()) && !inits.contains(asked.get())) {
        throw ApiException.badRequest(
            "container %s is not valid for pod %s".formatted(asked.get(), name));
      }
      return asked.get();
    }
    if (containers.size() > 1) {
      throw ApiException.badRequest(
          "a container name must be specified for pod %s, choose one of: [%s]%s"
              .formatted(
                  name,
                  String.join(" ", containers),
                  inits.isEmpty()
                      ? ""
                      : " or one of the init containers: [%s]".formatted(String.join(" ", inits))));
    }
    return containers.get(0);
  }

  private static List<String> names(List<PodResources.Part> parts) {
    return parts.stream().map(PodResources.Part::name).toList();
  }

  @Override
  public void close() {
    followers.shutdownNow();
  }

  private ApiResponse.Subscription follow(
      Path file, long begin, BooleanSupplier ended, ApiResponse.Sink sink) {
    Future<?> polling =
        followers.scheduleWithFixedDelay(
            new LogFollower(file, begin, ended, sink), 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
    return () -> polling.cancel(false);
  }

  /** The position where the last lines begin. */
  private static int tail(byte[] log, int lines) {
    int begin = log.length;
    for (int missing = lines; begin > 0; begin--) {
      // The line end of the last line does not begin another line.
      boolean endOfLine = log[begin - 1] == '\n' && begin < log.length;
      if (missing == 0 || (endOfLine && --missing == 0)) {
        return begin;
      }
    }
    return begin;
  }
}
