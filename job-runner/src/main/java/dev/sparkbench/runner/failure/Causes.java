// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.failure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An exception and all its causes. Exceptions of executors often arrive as text in Spark's own, so
 * the names of exceptions in messages count as well.
 *
 * @param chain the exceptions, outermost first
 * @param types the simple names of all exceptions and errors, in the chain and in its messages
 */
public record Causes(List<Throwable> chain, List<String> types) {

  private static final Pattern TYPE_NAME =
      Pattern.compile("\\b(?:[a-z][a-z0-9]*\\.)+([A-Z]\\w*(?:Exception|Error))\\b");

  /** Collects the causes of an exception. */
  public static Causes of(Throwable e) {
    List<Throwable> chain = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = e; cause != null && seen.add(cause); cause = cause.getCause()) {
      chain.add(cause);
    }
    return new Causes(chain, chain.stream().flatMap(Causes::typesOf).distinct().toList());
  }

  private static Stream<String> typesOf(Throwable e) {
    return Stream.concat(
        Stream.of(e.getClass().getSimpleName()),
        TYPE_NAME.matcher(message(e)).results().map(match -> match.group(1)));
  }

  static String message(Throwable e) {
    return String.valueOf(e.getMessage());
  }

  Throwable outermost() {
    return chain.get(0);
  }

  Throwable innermost() {
    return chain.get(chain.size() - 1);
  }

  boolean hasType(Set<String> names) {
    return types.stream().anyMatch(names::contains);
  }

  /** Whether a text occurs in a message. */
  public boolean says(Pattern text) {
    return find(text).isPresent();
  }

  /** The first group of the first message in which the text occurs. */
  Optional<String> find(Pattern text) {
    return chain.stream()
        .map(e -> text.matcher(message(e)))
        .filter(Matcher::find)
        .map(match -> match.groupCount() == 0 ? match.group() : match.group(1))
        .findFirst();
  }

  <T extends Throwable> Optional<T> first(Class<T> type) {
    return chain.stream().filter(type::isInstance).map(type::cast).findFirst();
  }
}
