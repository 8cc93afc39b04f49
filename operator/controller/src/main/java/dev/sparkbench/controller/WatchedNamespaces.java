// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.health.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches those of the wanted namespaces that can be watched. If a namespace was deleted, does not
 * exist yet, or does not grant the operator its rights yet, it is watched as soon as possible. The
 * work in the others continues.
 */
final class WatchedNamespaces implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedNamespaces.class);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private static final String UNSAID = "its watch is interrupted";

  private final RegisteredController<?> controller;
  private final Set<String> wanted;
  private final Preflight preflight;
  private final Runnable whenNoneIsLeft;
  private final Thread thread = new Thread(this::look, "namespaces");

  /** The namespaces that are not watched, and why. */
  private final Map<String, String> missing = new TreeMap<>();

  /** The namespaces whose watches are interrupted and try again by themselves, and why. */
  private final Map<String, String> interrupted = new TreeMap<>();

  /**
   * Creates the list, without any check.
   *
   * @param wanted the namespaces to watch; empty for all
   * @param whenNoneIsLeft called when no namespace is watched any more, and none will be watched
   *     again by itself
   */
  WatchedNamespaces(
      RegisteredController<?> controller,
      Set<String> wanted,
      Preflight preflight,
      Runnable whenNoneIsLeft) {
    this.controller = controller;
    this.wanted = Set.copyOf(wanted);
    this.preflight = preflight;
    this.whenNoneIsLeft = whenNoneIsLeft;
    thread.setDaemon(true);
  }

  /**
   * Begins to check namespaces.
   *
   * @param obstacles the namespaces that are not watched now, and why
   */
  void start(Map<String, String> obstacles) {
    synchronized (this) {
      missing.putAll(obstacles);
    }
    obstacles.forEach(WatchedNamespaces::warn);
    thread.start();
  }

  /**
   * The namespaces that are not watched now, and why; one entry if all namespaces should be
   * watched.
   */
  Map<String, String> unwatched() {
    Map<String, String> all = new TreeMap<>();
    Set<String> unhealthy = unhealthy();
    synchronized (this) {
      unhealthy.forEach(
          namespace -> all.put(namespace, interrupted.getOrDefault(namespace, UNSAID)));
      all.putAll(missing);
    }
    return all;
  }

  /** Whether nothing is watched. */
  boolean isBlind() {
    int gone = unwatched().size();
    return wanted.isEmpty() ? gone > 0 : gone >= wanted.size();
  }

  /** A description of the namespaces that are not watched. */
  Optional<String> remark() {
    Map<String, String> gone = unwatched();
    return gone.isEmpty()
        ? Optional.empty()
        : Optional.of(
            gone.entrySet().stream()
                .map(
                    entry ->
                        "not watching namespace %s: %s".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("; ")));
  }

  /** Checks at once, because an informer has stopped. */
  synchronized void wake() {
    notifyAll();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private synchronized void sleep(Duration time) throws InterruptedException {
    wait(time.toMillis());
  }

  private void look() {
    Pauses pauses = new Pauses(FIRST_PAUSE, LONGEST_PAUSE, this::sleep);
    try {
      while (true) {
        pauses.pause();
        if (adjust()) {
          pauses.restart();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // The change of the watches may be incomplete.
      LOG.error("cannot watch other namespaces: {}", Causes.root(e), e);
      whenNoneIsLeft.run();
    }
  }

  private Set<String> unhealthy() {
    return namespaces(informer -> informer.getStatus() != Status.HEALTHY);
  }

  /** Whether there was anything to do. */
  private boolean adjust() {
    explain();
    Set<String> lost = namespaces(informer -> !informer.isRunning());
    Set<String> found = found();
    if (lost.isEmpty() && found.isEmpty()) {
      return false;
    }
    Set<String> watched = new TreeSet<>(wanted);
    synchronized (this) {
      lost.forEach(namespace -> missing.put(namespace, UNSAID));
      missing.keySet().removeAll(found);
      watched.removeAll(missing.keySet());
    }
    lost.forEach(namespace -> warn(namespace, UNSAID));
    if (watched.isEmpty()) {
      LOG.error("no watch is left");
      whenNoneIsLeft.run();
      return true;
    }
    controller.changeNamespaces(watched);
    found.forEach(namespace -> LOG.info("watching namespace {} from now on", namespace));
    return true;
  }

  /** Determines why watches are interrupted. */
  private void explain() {
    Map<String, String> now = new TreeMap<>();
    Set<String> unhealthy = unhealthy();
    unhealthy.retainAll(wanted);
    unhealthy.forEach(namespace -> now.put(namespace, preflight.look(namespace).orElse(UNSAID)));
    synchronized (this) {
      now.keySet().removeAll(missing.keySet());
      now.forEach(
          (namespace, why) -> {
            if (!why.equals(interrupted.get(namespace))) {
              warn(namespace, why);
            }
          });
      interrupted.clear();
      interrupted.putAll(now);
    }
  }

  private Set<String> found() {
    Set<String> found = new TreeSet<>();
    Map<String, String> before;
    synchronized (this) {
      before = Map.copyOf(missing);
    }
    before.forEach(
        (namespace, why) -> {
          Optional<String> now = preflight.look(namespace);
          if (now.isEmpty()) {
            found.add(namespace);
          } else if (!now.get().equals(why)) {
            warn(namespace, now.get());
            synchronized (this) {
              missing.put(namespace, now.get());
            }
          }
        });
    return found;
  }

  private Set<String> namespaces(Predicate<InformerHealthIndicator> condition) {
    Set<String> namespaces = new TreeSet<>();
    for (InformerWrappingEventSourceHealthIndicator<?> source :
        controller.getControllerHealthInfo().informerEventSourceHealthIndicators().values()) {
      for (InformerHealthIndicator informer : source.informerHealthIndicators().values()) {
        if (condition.test(informer)) {
          namespaces.add(informer.getTargetNamespace());
        }
      }
    }
    return namespaces;
  }

  private static void warn(String namespace, String why) {
    LOG.warn("not watching namespace {}: {}", namespace, why);
  }
}
