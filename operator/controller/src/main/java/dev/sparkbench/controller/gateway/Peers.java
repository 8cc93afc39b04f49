// SPDX-License-Identifier: Apache-2.0
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
 * Limits what one address may use of the gateway: the number of requests in progress, and the
 * number of invalid tokens that are checked with the API server. Behind a proxy, all callers have
 * one address; the limits are high enough for this.
 */
final class Peers {

  /**
   * The largest number of requests in progress of one address, which is half of the total. Requests
   * that wait for a benchmark do not count.
   */
  static final int MAX_AT_WORK = Gateway.QUEUE / 2;

  /** The largest number of invalid tokens of one address within {@link #WINDOW}. */
  static final int MAX_REFUSED = 20;

  /** The period after which the count of an address starts again. */
  static final Duration WINDOW = Duration.ofSeconds(10);

  private static final int MAX_PEERS = 10_000;

  /** The part of an IPv6 address that a provider assigns to one customer. */
  private static final int NETWORK_BYTES = 8;

  private final Clock clock;
  private final Map<String, Integer> atWork = new LinkedHashMap<>();

  /** The addresses, the oldest first. */
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

  /** The key of an address; for IPv6, its network. */
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
   * Starts a request; {@link #leave} must follow.
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

  /** Ends a request. */
  synchronized void leave(String peer) {
    atWork.computeIfPresent(peer, (key, count) -> count == 1 ? null : count - 1);
  }

  /** Counts an invalid token of an address. */
  synchronized void refused(String peer) {
    Refused window = current(peer);
    refused.put(
        peer,
        window == null
            ? new Refused(1, clock.instant().plus(WINDOW))
            : new Refused(window.count() + 1, window.end()));
  }

  /**
   * Checks that an address may send an unknown token.
   *
   * @throws Refusal if too many of its tokens were invalid
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
