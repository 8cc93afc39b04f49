package dev.sparkbench.controller.gateway;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bounds what one address may take of the gateway, whoever it says it is: places among the requests
 * that are being worked on, and questions to the API server about tokens that turn out to be
 * nobody's. Behind a proxy all callers have one address; the bounds are so that this is no
 * hindrance.
 */
final class Peers {

  /**
   * Requests of one address that are being worked on, which is half of all there may be; those who
   * wait for a benchmark are not.
   */
  static final int MAX_AT_WORK = Gateway.QUEUE / 2;

  /** Tokens of one address that may be refused in the time of {@link #WINDOW}. */
  static final int MAX_REFUSED = 20;

  /** After it, an address begins anew. */
  static final Duration WINDOW = Duration.ofSeconds(10);

  private static final int MAX_PEERS = 10_000;

  /** Of an IPv6 address, what is given to one customer. */
  private static final int NETWORK_BYTES = 8;

  private final Clock clock;
  private final Map<String, Integer> atWork = new LinkedHashMap<>();

  /** The oldest first. */
  private final Map<String, Refused> refused =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Refused> eldest) {
          return size() > MAX_PEERS;
        }
      };

  Peers(Clock clock) {
    this.clock = clock;
  }

  /** What an address is counted as: for IPv6, its network. */
  static String of(String address) {
    if (!address.contains(":")) {
      return address;
    }
    try {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      return bytes.length > NETWORK_BYTES
          ? InetAddress.getByAddress(
                  Arrays.copyOf(Arrays.copyOf(bytes, NETWORK_BYTES), bytes.length))
              .getHostAddress()
          : address;
    } catch (UnknownHostException e) {
      return address;
    }
  }

  /**
   * Begins to work on a request; {@link #leave} has to follow.
   *
   * @throws Refusal if the address has too many of them
   */
  synchronized void enter(String peer) {
    int now = atWork.getOrDefault(peer, 0);
    if (now >= MAX_AT_WORK) {
      throw Refusal.tooMany(
          "%d requests of your address are being worked on already; try again later"
              .formatted(now));
    }
    atWork.put(peer, now + 1);
  }

  /** Ends the work on a request. */
  synchronized void leave(String peer) {
    atWork.computeIfPresent(peer, (key, count) -> count == 1 ? null : count - 1);
  }

  /** A token of that address was nobody's. */
  synchronized void refused(String peer) {
    Refused window = current(peer);
    refused.put(
        peer,
        window == null
            ? new Refused(1, clock.instant().plus(WINDOW))
            : new Refused(window.count() + 1, window.end()));
  }

  /**
   * Checks that an address may try a token that is not known.
   *
   * @throws Refusal if too many of its tokens were nobody's
   */
  synchronized void requireTrust(String peer) {
    Refused window = current(peer);
    if (window != null && window.count() >= MAX_REFUSED) {
      throw Refusal.tooMany(
          "%d tokens of your address were not valid; try again later".formatted(window.count()));
    }
  }

  private Refused current(String peer) {
    Refused window = refused.get(peer);
    if (window != null && !window.end().isAfter(clock.instant())) {
      refused.remove(peer);
      return null;
    }
    return window;
  }

  private record Refused(int count, Instant end) {}
}
