// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Markdown pages of the repository. */
class DocumentsTest {

  private static final Path ROOT =
      Path.of(System.getProperty("sparkbench.root")).toAbsolutePath().normalize();

  /** What builds and users leave behind, and forms of a forge. */
  private static final Set<String> NOT_OURS =
      Set.of("target", ".git", ".github", ".local", ".idea", ".vscode");

  private static final Pattern LINK = Pattern.compile("\\]\\(([^()\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");

  @ParameterizedTest
  @MethodSource("pages")
  void everyRelativeLinkLeadsSomewhere(Path page) throws IOException {
    List<String> broken = new ArrayList<>();
    for (String link : links(page)) {
      if (!leadsSomewhere(page, link)) {
        broken.add(link);
      }
    }
    assertThat(broken).as("links of %s that lead nowhere", ROOT.relativize(page)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageCanBeReachedFromTheFrontPage(Path page) throws IOException {
    assertThat(reachable()).as("pages that the front page leads to").contains(page);
  }

  /** 120 lines are about two screens. */
  @Test
  void theFrontPageIsShort() throws IOException {
    assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(120);
  }

  @Test
  void theScriptOfAForgeRunsTheTestCommandOfTheFrontPage() throws IOException {
    assertThat(Files.readString(ROOT.resolve("README.md"))).contains("\nmvn verify ");
    assertThat(Files.readString(ROOT.resolve(".ci/run")))
        .contains("\nmvn --batch-mode --no-transfer-progress verify\n");
  }

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              pages.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return pages;
  }

  private static Set<Path> reachable() {
    Set<Path> reached = new HashSet<>();
    Deque<Path> next = new ArrayDeque<>(List.of(ROOT.resolve("README.md")));
    while (!next.isEmpty()) {
      Path page = next.pop();
      if (reached.add(page)) {
        next.addAll(neighbours(page));
      }
    }
    return reached;
  }

  private static List<Path> neighbours(Path page) {
    return links(page).stream()
        .map(link -> target(page, link))
        .map(target -> Files.isDirectory(target) ? target.resolve("README.md") : target)
        .filter(target -> target.toString().endsWith(".md") && Files.exists(target))
        .toList();
  }

  private static List<String> links(Path page) {
    String text = CODE.matcher(read(page)).replaceAll("");
    return LINK.matcher(text)
        .results()
        .map((MatchResult link) -> link.group(1))
        .filter(link -> !link.contains("://"))
        .toList();
  }

  private static boolean leadsSomewhere(Path page, String link) {
    Path target = target(page, link);
    int anchor = link.indexOf('#');
    return Files.exists(target)
        && (anchor < 0 || anchors(target).contains(link.substring(anchor + 1)));
  }

  /** The file or folder of a link. */
  private static Path target(Path page, String link) {
    int anchor = link.indexOf('#');
    String path = anchor < 0 ? link : link.substring(0, anchor);
    Path target = page.resolveSibling(path).normalize();
    return path.isEmpty() ? page : target;
  }

  /** The anchor that forges create for a heading. */
  private static List<String> anchors(Path page) {
    if (!page.toString().endsWith(".md")) {
      return List.of();
    }
    return HEADING
        .matcher(read(page))
        .results()
        .map(
            heading ->
                heading
                    .group(1)
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'))
        .toList();
  }

  private static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
