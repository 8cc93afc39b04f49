'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const performance = data.performance;
  const measured = performance.runs.filter(run => run.time_sec !== null);
  const base = performance.baseline;
  const law = performance.scaling && performance.scaling.law;
  const inTrials = performance.trials > 1;
  const prediction = performance.prediction;
  const predicted = prediction ? prediction.points : [];

  // ---- Words and numbers

  /** The number of digits of a value and its interval: enough to distinguish the ends, and at least two significant ones. */
  const digits = (value, interval) => {
    const unsure = interval && interval[1] > interval[0] ? (interval[1] - interval[0]) / 2 : 1;
    const counting = value === 0 ? 0 : 1 - Math.floor(Math.log10(Math.abs(value)));
    return Math.max(0, Math.min(3, Math.max(Math.ceil(-Math.log10(unsure)), counting)));
  };
  const figure = (value, interval, unit) => value === null || value === undefined ? '–' : value.toFixed(digits(value, interval)) + unit;
  const between = (value, interval, unit) => interval ? interval.map(it => it.toFixed(digits(value, interval))).join(' to ') + unit : '–';
  const share = (value, interval) => value === null || value === undefined ? '–' : figure(100 * value, interval && interval.map(it => 100 * it), ' %');
  const shares = (value, interval) => interval ? between(100 * value, interval.map(it => 100 * it), ' %') : '–';
  const number = (value, digits) => value === null || value === undefined ? '–' : value.toFixed(digits);
  const seconds = value => number(value, 3) + (value === null || value === undefined ? '' : ' s');
  const percent = value => value === null || value === undefined ? '–' : (100 * value).toFixed(1) + ' %';
  const times = value => value === null || value === undefined ? '–' : value.toFixed(2) + '×';
  const nodes = n => n === 1 ? '1 node' : n + ' nodes';
  const counts = list => list.length === 1 ? nodes(list[0]) : list.join(', ') + ' nodes';
  const range = (bounds, format) => bounds ? format(bounds[0]) + ' to ' + format(bounds[1]) : '–';
  const capital = text => /^\w+:\/\//.test(text) ? text : text[0].toUpperCase() + text.slice(1);
  const sentence = text => capital(text) + (text.endsWith('.') ? '' : '.');

  // The colours of Okabe and Ito, with lighter shades; bars also have patterns. The order is that of the stack, from computing at the bottom to idleness at the top.
  const USES = {
    cpu: ['Computing', '#0072b2'],
    gc: ['Garbage collection', '#56b4e9'],
    fetch_wait: ['Waiting for shuffled data', '#cc79a7'],
    shuffle_write: ['Writing shuffled data', '#e8b4d0'],
    other_wait: ['Waiting for storage or a core', '#009e73'],
    overhead: ['Starting tasks, fetching results', '#8fd0b8'],
    driver: ['Driver alone', '#e69f00'],
    too_few_tasks: ['Too few tasks', '#d55e00'],
    skew: ['Skew between tasks', '#8c2d04'],
    other_idle: ['Otherwise idle', '#b8bfc9'],
  };

  // ---- Elements

  const element = (name, attributes, ...children) => {
    const it = document.createElement(name);
    Object.entries(attributes || {}).forEach(([key, value]) => it.setAttribute(key, value));
    children.flat().forEach(child => it.append(child));
    return it;
  };
  const report = document.getElementById('report');
  const add = (...children) => report.append(...children);

  /** Each column is [heading, function for the value of a row, class of the cell]. */
  const table = (id, rows, columns) => element('div', {class: 'scroll'},
    element('table', {id},
      element('thead', {}, element('tr', {},
        columns.map(([heading, , style]) => element('th', style === 'text' ? {class: 'text'} : {}, heading)))),
      element('tbody', {}, rows.map(row => element('tr', {}, columns.map(([, value, style]) => {
        const kind = typeof style === 'function' ? style(row) : style;
        return element('td', kind ? {class: kind} : {}, String(value(row)));
      }))))));

  const folded = (title, ...content) => element('details', {}, element('summary', {}, title), ...content);

  // ---- Charts. They are drawn again when colours or sizes change: in dark mode, for printing, and in a window of another size.

  const charts = [];
  const chart = (id, label, caption, option, patterns) => {
    const box = element('div', {class: 'chart', id, role: 'img', 'aria-label': label});
    charts.push({box, option, patterns, drawn: null});
    return element('figure', {}, box, element('figcaption', {}, caption));
  };
  const draw = () => {
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue('--' + name).trim();
    charts.forEach(it => {
      if (it.drawn) it.drawn.dispose();
      it.drawn = echarts.init(it.box, null, {renderer: 'svg'});
      it.drawn.setOption({
        animation: false,
        aria: {enabled: true, label: {enabled: false}, decal: {show: Boolean(it.patterns)}},
        textStyle: {color: colour('ink'), fontFamily: 'system-ui, sans-serif'},
        tooltip: {trigger: 'item', backgroundColor: colour('panel'), borderColor: colour('line'), textStyle: {color: colour('ink')}},
        ...it.option(colour),
      });
    });
  };
  const axis = (colour, name, more) => ({
    name, nameLocation: 'middle', nameGap: 32, nameTextStyle: {color: colour('soft')},
    axisLine: {show: true, lineStyle: {color: colour('line')}}, axisTick: {lineStyle: {color: colour('line')}},
    axisLabel: {color: colour('soft')}, splitLine: {lineStyle: {color: colour('line')}}, ...more,
  });
  /** Removes empty series, which would appear in the legend. */
  const present = series => series.filter(it => it.data.length);
  const legend = colour => ({bottom: 0, textStyle: {color: colour('ink')}, itemWidth: 16});
  const grid = {left: 70, right: 20, top: 20, bottom: 84};
  const largest = Math.max(...measured.map(run => run.nodes), 1);
  const smallest = measured.length ? measured[0].nodes : 1;
  // If each node count is twice the one before, they have equal distances.
  const doubling = measured.length > 1 && measured.every(run => Number.isInteger(Math.log2(run.nodes / smallest)));
  const nodeAxis = (colour, others = []) => {
    const all = [...measured, ...others].map(it => it.nodes);
    return axis(colour, 'Executor pods', doubling
      ? {type: 'log', logBase: 2, min: Math.min(...all) / 1.25, max: Math.max(...all) * 1.25, axisLabel: {color: colour('soft'), formatter: v => all.includes(v) ? v : ''}}
      : {type: 'value', min: 0, max: Math.ceil(Math.max(...all) * 1.08), minInterval: 1});
  };
  const nodeAxisEnds = doubling ? [smallest / 1.25, largest * 1.25] : [0, Math.ceil(largest * 1.08)];

  /** The fitted law, only within the range of measured node counts. */
  const along = value => {
    return Array.from({length: 81}, (_, i) => {
      const n = doubling ? smallest * (largest / smallest) ** (i / 80) : smallest + (largest - smallest) * i / 80;
      return [n, value(n)];
    });
  };
  const lawSeconds = n => {
    const p = n / base.nodes;
    return law.parallel_sec / p + law.serial_sec + law.coordination_sec * (p - 1);
  };
  const line = (name, points, colour, type) => ({
    name, type: 'line', data: points, showSymbol: false, silent: true, z: 1,
    lineStyle: {color: colour, type, width: 1.5}, itemStyle: {color: colour},
  });
  const points = (name, values, colour, format) => ({
    name, type: 'scatter', data: values, symbolSize: 10, z: 3, itemStyle: {color: colour},
    tooltip: {formatter: it => nodes(it.value[0]) + ': ' + format(it.value[1])},
  });
  /** Points that were not measured. */
  const hollow = (name, values, colour, format) => ({
    ...points(name, values, colour('panel')), itemStyle: {color: colour('panel'), borderColor: colour('accent'), borderWidth: 1.5},
    tooltip: {formatter: it => nodes(it.value[0]) + ', ' + format(it.value)},
  });
  /** Each item of bounds is [nodes, low, high]. */
  const whiskers = (name, bounds, colour) => ({
    name, type: 'custom', data: bounds, encode: {x: 0, y: [1, 2]}, z: 2, silent: true, itemStyle: {color: colour},
    renderItem: (_, api) => {
      const [x, low] = api.coord([api.value(0), api.value(1)]);
      const high = api.coord([api.value(0), api.value(2)])[1];
      const stroke = {stroke: colour, lineWidth: 1.5, fill: null};
      const bar = y => ({type: 'line', shape: {x1: x - 5, y1: y, x2: x + 5, y2: y}, style: stroke});
      return {type: 'group', children: [
        {type: 'line', shape: {x1: x, y1: low, x2: x, y2: high}, style: stroke}, bar(low), bar(high)]};
    },
  });

  const timeChart = () => chart('chart-time', 'Time by number of executor pods; the table above has the figures',
    (inTrials ? 'Every sample, and the geometric mean of the trials’ times with its 95 % confidence interval.'
      : 'Every sample of the only trial, and the median. A single trial has no confidence interval.')
      + (law ? ' The line is the fitted law.' : '')
      + (predicted.length ? ' Hollow points were not measured but predicted, between the ends of their lines.' : ''),
    colour => ({
      grid, legend: legend(colour), xAxis: nodeAxis(colour, predicted),
      yAxis: axis(colour, 'Seconds', {type: 'value', min: 0, nameGap: 50}),
      series: present([
        ...(law ? [line('Fitted law', along(lawSeconds), colour('law'), 'solid')] : []),
        {...points('Samples', measured.filter(run => run.samples_sec.length > 1).flatMap(run => run.samples_sec.map(s => [run.nodes, s])), colour('soft'), seconds), symbolSize: 4, z: 2},
        points('Time', measured.map(run => [run.nodes, run.time_sec]), colour('accent'), seconds),
        whiskers('95 % interval', measured.filter(run => run.interval_sec).map(run => [run.nodes, ...run.interval_sec]), colour('accent')),
        whiskers('Predicted range', predicted.map(it => [it.nodes, ...it.expected_sec]), colour('soft')),
        hollow('Predicted', predicted.map(it => [it.nodes, (it.expected_sec[0] + it.expected_sec[1]) / 2]), colour,
          value => 'predicted: ' + roughly(predicted.find(it => it.nodes === value[0]).expected_sec)),
      ]),
    }));

  const speedupChart = () => chart('chart-speedup', 'Speedup by number of executor pods; the table above has the figures',
    'Time of the baseline (' + nodes(base.nodes) + ') divided by this time. On the dashed line, every added node contributes its full share.',
    colour => ({
      grid, legend: legend(colour), xAxis: nodeAxis(colour),
      yAxis: axis(colour, 'Speedup', {type: 'value', min: 0, nameGap: 50}),
      series: present([
        line('Ideal', along(n => n / base.nodes), colour('soft'), 'dashed'),
        ...(law ? [line('Fitted law', along(n => lawSeconds(base.nodes) / lawSeconds(n)), colour('law'), 'solid')] : []),
        points('Measured', measured.map(run => [run.nodes, run.speedup]), colour('accent'), times),
        whiskers('95 % interval', measured.filter(run => run.speedup_interval).map(run => [run.nodes, ...run.speedup_interval]), colour('accent')),
      ]),
    }));

  const efficiencyChart = () => chart('chart-efficiency', 'Efficiency by number of executor pods; the table above has the figures',
    'Speedup divided by the growth in nodes. The dashed line is at ' + performance.scaling.efficient_percent + ' %.',
    colour => ({
      grid, legend: legend(colour), xAxis: nodeAxis(colour),
      yAxis: axis(colour, 'Efficiency', {type: 'value', min: 0, nameGap: 50, axisLabel: {color: colour('soft'), formatter: v => Math.round(100 * v) + ' %'}}),
      series: present([
        line(performance.scaling.goal ? 'Goal' : performance.scaling.efficient_percent + ' %', nodeAxisEnds.map(n => [n, performance.scaling.efficient_percent / 100]), colour('soft'), 'dashed'),
        points('Measured', measured.map(run => [run.nodes, run.efficiency]), colour('accent'), percent),
        whiskers('95 % interval', measured.filter(run => run.efficiency_interval).map(run => [run.nodes, ...run.efficiency_interval]), colour('accent')),
      ]),
    }));

  const slotShare = (run, use) => run.slot_sec[use] / Object.values(run.slot_sec).reduce((a, b) => a + b, 0);
  const explained = measured.filter(run => run.slot_sec);

  const slotChart = () => chart('chart-slots', 'How the time of the task slots was used; the table below has the figures',
    'All task slots from the beginning to the end of the median iteration' + (inTrials ? ', averaged over the trials' : '') + '. Only the lowest part of a bar is computing. The rest costs money, too.',
    colour => ({
      grid: {...grid, bottom: 130}, legend: {...legend(colour), type: 'plain'},
      xAxis: {...axis(colour, 'Executor pods', {type: 'category', data: explained.map(run => String(run.nodes))})},
      yAxis: axis(colour, 'Share of slot time', {type: 'value', min: 0, max: 1, nameGap: 50, axisLabel: {color: colour('soft'), formatter: v => Math.round(100 * v) + ' %'}}),
      series: Object.entries(USES).map(([use, [name, fill]]) => ({
        name, type: 'bar', stack: 'slots', barMaxWidth: 72, itemStyle: {color: fill},
        data: explained.map(run => slotShare(run, use)),
        tooltip: {formatter: it => nodes(Number(it.name)) + ': ' + name.toLowerCase() + ' ' + percent(it.value)},
      })),
    }), true);

  const timeline = (id, run, colours) => {
    const last = run.metrics.median;
    const executors = last.executors.map(it => it.executor);
    const stages = [...new Set(last.spans.map(span => span.stage))];
    return chart(id, 'Which executor ran which task when; each bar is a task',
      'The median iteration; each bar is a task, its colour the stage. Gaps are idle cores.'
        + (last.spans_left_out ? ' The ' + last.spans_left_out + ' shortest tasks are not shown.' : ''),
      colour => ({
        grid: {...grid, left: 90},
        xAxis: axis(colour, 'Seconds since the iteration began', {type: 'value', min: 0}),
        yAxis: axis(colour, '', {type: 'category', inverse: true, data: executors.map(it => 'executor ' + it)}),
        series: [{
          type: 'custom', clip: true,
          data: last.spans.map(span => [executors.indexOf(span.executor), span.start_sec, span.end_sec, span.stage]),
          encode: {x: [1, 2], y: 0},
          itemStyle: {},
          tooltip: {formatter: it => 'stage ' + it.value[3] + ': ' + seconds(it.value[2] - it.value[1])},
          renderItem: (_, api) => {
            const [x, y] = api.coord([api.value(1), api.value(0)]);
            const end = api.coord([api.value(2), api.value(0)])[0];
            const height = Math.max(3, api.size([0, 1])[1] * 0.6);
            return {type: 'rect', shape: {x, y: y - height / 2, width: Math.max(1, end - x), height},
              style: {fill: colours[stages.indexOf(api.value(3)) % colours.length], opacity: 0.75}};
          },
        }],
      }));
  };

  // ---- The page

  const mib = bytes => (bytes / 1048576).toFixed(1) + ' MiB';

  /** The node counts without a result, with the reasons, after remarks about those that have one. */
  const failures = () => {
    const all = performance.runs.map(run => run.nodes);
    const lacking = performance.runs.filter(run => run.time_sec === null);
    const known = (measured.length && measured.length < all.length ? [measured.length + ' of ' + all.length + ' node counts ' + (measured.length === 1 ? 'was' : 'were') + ' measured.'] : [])
      .concat(base && base.nodes > Math.min(...all) ? ['Speedups are relative to ' + nodes(base.nodes) + ', the smallest measured node count.'] : [])
      .concat(measured.length === 1 ? ['A single node count says nothing about scaling.'] : []);
    const reasons = new Map();
    lacking.forEach(run => {
      const text = run.failure ? 'failed: ' + run.failure.reason + ': ' + run.failure.message
        : run.trials > 0 ? 'some trials are missing, because the benchmark had ended' : 'not measured, because the benchmark had ended';
      reasons.set(text, [...(reasons.get(text) || []), run]);
    });
    const part = run => run.trials > 0 ? ' after ' + run.trials + ' of ' + performance.trials + ' trials' : '';
    return [
      ...(known.length ? [element('p', {id: 'known'}, known.join(' '))] : []),
      ...(lacking.length ? [element('ul', {class: 'warnings', id: 'failures'}, [...reasons].map(([text, runs]) => element('li', {},
        element('b', {}, counts(runs.map(run => run.nodes))), ' ' + text + (runs.some(part) ? ' (' + runs.filter(part).map(run => nodes(run.nodes) + part(run)).join(', ') + ')' : ''))))] : []),
      ...(lacking.some(run => run.failure) ? [element('p', {class: 'soft'}, 'The ends of the logs of failed drivers, as far as they could be stored: ' + data.logs)] : []),
    ];
  };

  /** What a pass costs, and a job from start to end: with the prices of the manifest, else the time of all executors together. */
  const priced = Boolean(performance.cost);
  const ofPass = run => priced ? run.cost : run.nodes * run.time_sec;
  const ofJob = run => run.job ? priced ? run.job.cost : run.nodes * run.job.executor_sec : null;

  /** The verdict is about passes. Where a whole job has another order of times or costs, a reader must know that. */
  const wholeJob = () => {
    const jobs = measured.filter(run => run.job);
    const order = value => [...jobs].sort((a, b) => value(a) - value(b)).map(run => run.nodes).join();
    const others = [['times', run => run.time_sec, run => run.job.sec], ['costs', ofPass, ofJob]].filter(([, pass, job]) => order(pass) !== order(job)).map(([name]) => name);
    return others.length ? [element('p', {class: 'soft', id: 'whole-job'}, 'This is about passes, so it holds for work that is much longer than the start of a job. A job from start to end with a single pass has another order of ' + others.join(' and of ')
      + ': ' + jobs.map(run => figure(run.job.sec, null, ' s') + ' with ' + nodes(run.nodes)).join(', ') + ', without intervals; see Costs.')] : [];
  };

  const heading = () => {
    add(element('h1', {}, performance.job_id),
      element('p', {class: 'soft'}, (performance.tasks.length > 12 ? performance.tasks.length + ' queries' : performance.tasks.join(', ')) + ' of ' + performance.dataset
        + (performance.completed_at ? ' · measured until ' + performance.completed_at : '')));
    if (data.apart) {
      add(element('ul', {class: 'remarks', id: 'apart'}, data.apart.map(it => element('li', {}, sentence(it)))));
      return;
    }
    if (!base) {
      const others = (performance.variants || []).some(variant => variant.runs.length);
      add(element('p', {class: 'verdict bad'}, others ? 'No node count of the reference was measured, so the variants are compared with nothing.' : 'No node count was measured.'), ...failures());
      return;
    }
    add(element('p', {class: 'verdict', id: 'verdict'}, sentence(data.verdict)), ...wholeJob(), ...failures(),
      element('p', {class: inTrials ? 'soft' : 'warning', id: 'sure'}, inTrials
        ? performance.trials + ' trials of each node count, each in fresh pods. By chance, the time of a single trial varies by '
          + figure(100 * performance.spread, null, ' %') + ' (standard deviation). Intervals are 95 % confidence intervals.'
        : 'There is one trial of each node count, so there are no intervals: it is unknown how much of this is chance.'));
    const notes = (id, list) => list.length ? [element('ul', {class: id, id}, list.map(it => element('li', {}, sentence(it))))] : [];
    add(...notes('warnings', data.remarks.filter(it => it.warning).map(it => it.text)),
      ...notes('remarks', data.remarks.filter(it => !it.warning).map(it => it.text)));
    const tile = (name, value, note) => element('div', {class: 'tile'}, name, element('b', {}, value), element('span', {class: 'soft'}, note));
    const fastest = measured.reduce((a, b) => b.speedup > a.speedup ? b : a);
    const time = run => figure(run.time_sec, run.interval_sec, ' s');
    add(element('div', {class: 'tiles'},
      tile('Baseline', time(measured[0]), nodes(base.nodes) + (measured[0].interval_sec ? ', ' + between(measured[0].time_sec, measured[0].interval_sec, ' s') : '')),
      ...(fastest === measured[0] ? [] : [
        tile('Fastest', time(fastest), nodes(fastest.nodes) + (fastest.interval_sec ? ', ' + between(fastest.time_sec, fastest.interval_sec, ' s') : '')),
        tile('Its speedup', figure(fastest.speedup, fastest.speedup_interval, '×'), between(fastest.speedup, fastest.speedup_interval, '×').replace('–', 'interval unknown')),
        tile('Its efficiency', share(fastest.efficiency, fastest.efficiency_interval), shares(fastest.efficiency, fastest.efficiency_interval).replace('–', 'interval unknown'))])));
  };

  /** How variants compare with the reference; the rest of the page is about the reference. */
  const variants = () => {
    const all = performance.variants || [];
    if (!all.length) return;
    const reference = all[0].name;
    const VERDICTS = {Faster: ['faster', 'good'], Slower: ['slower', 'bad'], NoDifferenceShown: ['no difference shown', ''], TooFewTrials: ['too few trials', '']};
    const verdict = it => !it ? '–' : it.outputs_differ ? 'other outputs' : VERDICTS[it.verdict][0];
    const style = it => !it ? '' : it.outputs_differ ? 'bad' : VERDICTS[it.verdict][1];
    // The documents have ratios of times. Like all of this page, the table has speeds, and its message too.
    const inverse = interval => interval && [1 / interval[1], 1 / interval[0]];
    const ratio = it => it ? figure(1 / it.time_ratio, inverse(it.interval), '×') : '–';
    const bounds = it => it ? between(1 / it.time_ratio, inverse(it.interval), '×') : '–';
    const rows = all.flatMap(variant => variant.runs.map(run => ({variant: variant.name, ...run})));
    const priced = performance.cost && rows.every(row => row.cost !== null);
    const COST = priced ? ['Cost of a pass', row => Number(Number(row.cost).toPrecision(3)) + ' ' + performance.cost.currency] : ['Core-seconds', row => row.core_sec.toFixed(1)];
    const cost = row => priced ? Number(row.cost) : row.core_sec;
    const same = rows.filter(row => !(row.compared && row.compared.outputs_differ));
    const forTheCost = data.apart ? [] : rows.filter(row => row.variant === reference).map(row => ({row,
      best: same.filter(it => cost(it) <= cost(row)).reduce((a, b) => b.time_sec < a.time_sec ? b : a, row)}));
    /** The times of two rows on a common scale, as intervals: paired where they were compared, else relative to their variant, else as measured. */
    const scaled = (a, b) => {
      const paired = [a, b].find(it => it.variant !== reference && it.compared && it.compared.interval);
      const other = paired === a ? b : a;
      if (paired && other.variant === reference && other.cores === paired.cores) return [a, b].map(it => it === paired ? it.compared.interval : [1, 1]);
      if (a.variant === b.variant) {
        const fewest = Math.min(...rows.filter(it => it.variant === a.variant).map(it => it.nodes));
        return [a, b].map(it => it.nodes === fewest && it.interval_sec ? [1, 1] : it.speedup_interval ? [1 / it.speedup_interval[1], 1 / it.speedup_interval[0]] : null);
      }
      return [a.interval_sec, b.interval_sec];
    };
    /** Whether the time of a row, times its price for a second, is certainly less than that of another. */
    const less = (a, b, price) => {
      const [one, other] = scaled(a, b);
      return Boolean(one && other) && one[1] * price(a) < other[0] * price(b);
    };
    const second = () => 1;
    const rate = row => cost(row) / row.time_sec;
    /** A mark, with the qualification that it may be chance, unless it is certain compared with all others. */
    const sure = (row, price, text, others) => text + (others.every(it => it === row || less(row, it, price)) ? '' : ' (no difference shown)');
    // Which ones meet a goal is not certain, so the cheapest of them is compared with all that are measured as cheaper or as dear.
    const rivals = row => performance.scaling && performance.scaling.goal ? same.filter(it => cost(it) >= cost(row)) : same;
    const marks = row => [row.fastest ? sure(row, second, 'fastest', same) : '', row.cheapest ? sure(row, rate, performance.scaling && performance.scaling.goal ? 'cheapest that meets the goal' : 'cheapest', rivals(row)) : '',
      row.on_frontier ? 'on the frontier' : ''].filter(Boolean).join(', ') || '–';
    const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c2d04', '#5b6675'];
    const symbols = ['circle', 'rect', 'triangle', 'diamond', 'pin', 'arrow', 'roundRect', 'circle'];
    const cores = [...new Set(rows.map(row => row.cores))].sort((a, b) => a - b);
    const overlay = (id, label, caption, name, value, interval) => chart(id, label, caption, colour => ({
      grid, legend: legend(colour),
      xAxis: axis(colour, 'Cores of all executors', {type: 'category', data: cores.map(String)}),
      yAxis: axis(colour, name, {type: 'value', min: 0, nameGap: 50}),
      series: all.flatMap((variant, i) => present([
        {name: variant.name, type: 'line', symbol: symbols[i], symbolSize: 9, itemStyle: {color: colours[i]}, lineStyle: {color: colours[i], width: 1.5},
          data: variant.runs.map(run => [String(run.cores), value(run)]),
          tooltip: {formatter: it => variant.name + ', ' + it.value[0] + ' cores: ' + number(it.value[1], 3)}},
        whiskers(variant.name, variant.runs.filter(interval).map(run => [String(run.cores), ...interval(run)]), colours[i]),
      ])),
    }));
    add(element('h2', {}, data.apart ? 'Times' : 'Variants'),
      ...(performance.comparison ? [element('p', {id: 'comparison', class: performance.comparison.answer === 'Met' ? 'verdict good' : 'verdict'}, sentence(performance.comparison.message))] : []),
      element('p', {class: 'soft'}, data.apart ? 'The reference is ' + reference + '. “Times as fast” is the reference’s time divided by this one: above 1 is faster. The two were measured at different times, so a difference of less than 5 % means nothing. '
        + 'If nothing differs, at most one comparison in twenty calls a node count slower.' : 'The reference is ' + reference + '. If a variant and the reference have the same number of executor cores in total, their times are compared within each trial, in which they ran one after the other. '
        + '“Times as fast” is the reference’s time divided by this one: above 1 is faster. The intervals hold for all comparisons together: if nothing differs, at most one benchmark in twenty calls a variant faster, and at most one slower. The marks in the last column follow the measured times, and may be chance, in particular those with “no difference shown”; “on the frontier” means that no other is both faster and cheaper.'),
      table('variants', rows, [
        [data.apart ? 'Benchmark' : 'Variant', row => row.variant, 'text'], ['Nodes', row => row.nodes],
        ['Times as fast', row => ratio(row.compared)], ['Verdict', row => verdict(row.compared), row => style(row.compared)],
        ['Interval', row => bounds(row.compared)], ['Time', row => figure(row.time_sec, row.interval_sec, ' s')], ['Cores', row => row.cores],
        ['Speedup', row => figure(row.speedup, row.speedup_interval, '×')],
        COST,
        ...(data.apart ? [] : [['', marks, 'text']]),
      ]),
      ...(all.some(it => it.overall) ? [table('overall', all.filter(it => it.overall), [
        ['All node counts', it => it.name, 'text'], ['Times as fast', it => ratio(it.overall)], ['Verdict', it => verdict(it.overall), it => style(it.overall)],
        ['Interval', it => bounds(it.overall)]])] : []),
      ...(forTheCost.length ? [table('for-the-cost', forTheCost, [
        ['For the cost of', it => reference + ', ' + nodes(it.row.nodes), 'text'], [COST[0], it => COST[1](it.row)], ['Time', it => figure(it.row.time_sec, it.row.interval_sec, ' s')],
        ['Shortest measured time', it => it.best.variant + ', ' + nodes(it.best.nodes) + (it.best === it.row || less(it.best, it.row, second) ? '' : ' (no difference shown)'), 'text'], [COST[0], it => COST[1](it.best)], ['Time', it => figure(it.best.time_sec, it.best.interval_sec, ' s')]])] : []),
      element('div', {class: 'charts'},
        overlay('chart-variants', 'Time of every variant by the cores of its executors; the table above has the figures', (data.apart ? 'Times of both' : 'Times of all variants') + ', with their 95 % confidence intervals.', 'Seconds', run => run.time_sec, run => run.interval_sec),
        ...(all.some(it => it.runs.length > 1) ? [overlay('chart-variant-speedups', 'Speedup of every variant by the cores of its executors; the table above has the figures', 'Each relative to its own smallest node count.', 'Speedup', run => run.speedup, run => run.speedup_interval)] : [])),
      ...(data.apart ? [] : [element('p', {}, 'Each variant has a page of its own: ', all.flatMap((it, i) => [i ? ', ' : '', element('a', {href: it.folder + 'report.html'}, it.name)]),
        '. The rest of this page is about the reference, ' + reference + '.')]));
  };

  /** Such as +20 % (+15 to +25) regression. */
  const change = it => {
    const more = ratio => (ratio >= 1 ? '+' : '') + (100 * (ratio - 1)).toFixed(0);
    return more(it.ratio) + ' %' + (it.interval ? ' (' + it.interval.map(more).join(' to ') + ')' : '') + (it.verdict === 'none' ? '' : ' ' + it.verdict);
  };

  const results = () => {
    if (!performance.runs.some(run => run.samples_sec.length)) return;
    add(element('h2', {}, 'Times'), table('times', performance.runs, [
      ['Nodes', run => run.nodes],
      ['Time', run => run.failure ? 'failed' : figure(run.time_sec, run.interval_sec, ' s'), run => run.failure ? 'bad' : ''],
      ...(inTrials ? [['95 % interval', run => between(run.time_sec, run.interval_sec, ' s')]] : []),
      ['Speedup', run => figure(run.speedup, run.speedup_interval, '×')],
      ...(inTrials ? [['95 % interval', run => between(run.speedup, run.speedup_interval, '×')]] : []),
      ['Efficiency', run => share(run.efficiency, run.efficiency_interval)],
      ...(inTrials ? [['95 % interval', run => shares(run.efficiency, run.efficiency_interval)]] : []),
      ['Samples', run => run.samples_sec.length],
      ...(inTrials ? [['Trials', run => run.trials]] : []),
      ['Fastest sample', run => run.time_sec === null ? '–' : seconds(run.min_sec)],
      ['Slowest sample', run => run.time_sec === null ? '–' : seconds(run.max_sec)],
      ['Outputs', run => run.outputs_agree === null ? '–' : run.outputs_agree ? 'agree' : 'differ', run => run.outputs_agree === false ? 'bad' : ''],
      ...(performance.previous && !performance.previous.incomparable
        ? [['Since ' + performance.previous.completed_at, run => run.change ? change(run.change) : '–',
          run => run.change && run.change.verdict === 'regression' ? 'bad' : run.change && run.change.verdict === 'improvement' ? 'good' : '']] : []),
    ]));
    if (performance.regression && performance.regression.reason !== 'FirstBenchmark') {
      add(element('p', {id: 'regression'}, sentence(performance.regression.message)));
    }
    if (!base) return;
    add(element('div', {class: 'charts'}, timeChart(), ...(measured.length > 1 ? [speedupChart(), efficiencyChart()] : [])));
    if (law) {
      const limits = (interval, format) => ' (' + range(interval, format) + ')';
      add(element('p', {id: 'law'}, 'Fitted to the times, with p = nodes / ' + base.nodes + ': T(p) = ' + number(law.parallel_sec, 3) + '/p + ' + number(law.serial_sec, 3)
        + ' + ' + number(law.coordination_sec, 3) + '·(p − 1) seconds; contention σ = ' + number(law.sigma, 3) + limits(law.sigma_interval, it => number(it, 3))
        + ', crosstalk κ = ' + number(law.kappa, 4) + limits(law.kappa_interval, it => number(it, 4))
        + (law.peak_nodes ? '; shortest with ' + range(law.peak_nodes, it => number(it, 1)) + ' nodes' : '')
        + (law.ceiling ? '; with any number of nodes, at most ' + range(law.ceiling, times) + ' as fast' : '')
        + '; with ' + nodes(law.reach_nodes) + ', which were not measured, ' + range(law.reach_speedup, times) + ' as fast.'),
      folded('Deviations from the law', table('residuals', Object.entries(law.residuals_sec), [
        ['Nodes', ([n]) => n], ['Measured minus law', ([, value]) => seconds(value)]])));
    }
  };

  // ---- Node counts that were not measured

  /** A range with three significant digits, such as 12.1 to 13.0 s. */
  const rough = value => value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
  const roughly = ends => [...new Set(ends.map(rough))].join(' to ') + ' s';
  const predictions = () => {
    if (!prediction) return;
    add(element('h2', {}, 'Predicted, not measured'));
    if (prediction.refused) {
      add(element('p', {id: 'prediction'}, 'Other node counts are not predicted: ' + prediction.refused + '.'));
    } else {
      add(element('p', {id: 'prediction'}, 'The tasks recorded with ' + counts(prediction.from) + ' were replayed on the cores of other node counts. '
          + (prediction.checks.length
            ? 'In this way, the measured node counts ' + (percent(prediction.error) === percent(0) ? 'are within their predicted ranges.'
              : 'are predicted within ' + percent(prediction.error) + '. Predictions are wider by this share at both ends (±), and by more far from the measured ones.')
            : 'Tasks are assumed to take as long there. Only one node count can be replayed, so this assumption is not tested; a second one would test it.')
          + (inTrials ? ' Half the width of the widest 95 % interval of the measured times is part of the ±.' : ' With one trial, the ± does not include chance.')),
        element('p', {class: 'soft'}, 'What a stage waits for in the driver, such as a broadcast, is not recorded. For the lower end, a stage does not wait there; for the upper end, it waits for everything that had ended before. '
          + 'What the driver did while tasks were running is in neither. With more cores, tasks end sooner, and it may take time of its own. '
          + 'Nothing is predicted beyond ' + nodes(prediction.reach_nodes) + '. Predictions do not affect any speedup, efficiency, goal or verdict.'));
      if (predicted.length) {
        const unit = performance.cost ? ' ' + performance.cost.currency : '';
        add(table('predicted', predicted, [
          ['Nodes', it => it.nodes],
          ['Predicted time', it => roughly(it.expected_sec)],
          ['of which replayed', it => roughly([it.low_sec, it.high_sec])],
          ['±', it => prediction.checks.length ? percent(it.error) : (it.error < 0.0005 ? '' : percent(it.error) + ', ') + 'not tested'],
          ...(performance.cost ? [['costs', it => it.cost.map(value => Number(value.toPrecision(3))).join(' to ') + unit]] : []),
        ]));
      }
      if (prediction.beyond) add(element('p', {id: 'beyond'}, sentence(prediction.beyond)));
      const floor = prediction.floor;
      const left = floor && [floor.low_sec, floor.high_sec].map(rough);
      add(...(floor ? [element('p', {id: 'floor'}, (floor.of_this_division ? 'With this division of the data' : 'With any number of nodes') + ', it would take at least ' + left[0] + ' s' + (left[1] === left[0] ? '' : ', perhaps ' + left[1] + ' s')
          + '. Driver and scheduler take up to ' + rough(floor.driver_sec) + ' s of that; the rest is the longest tasks of stages that wait for each other' + (floor.of_this_division ? ', and less with more tasks.' : '.')
          + (prediction.enough_nodes === null ? '' : ' More than ' + nodes(prediction.enough_nodes) + ' would gain nothing.'))] : []),
        ...(prediction.more_partitions ? [element('p', {id: 'more-partitions'}, 'More partitions would help: with twice as many in the stages that have fewer tasks than there are cores, '
          + nodes(prediction.more_partitions.nodes) + ' would take ' + rough(prediction.more_partitions.more_partitions_sec) + ' s instead of ' + rough(prediction.more_partitions.high_sec) + ' s. Raise measurement.partitionCount if these stages follow it.')] : []),
        ...(floor ? [folded('The stages that determine this time', table('floor-stages', floor.stages, [
          ['Stage', it => it.stage], ['Tasks', it => it.tasks], ['Mean task', it => seconds(it.mean_sec)], ['Longest task', it => seconds(it.longest_sec)], ['From', it => it.name, 'text']]))] : []));
    }
    if (prediction.checks.length) {
      add(folded('Predictions compared with measured times', table('checks', prediction.checks, [
        ['Nodes', it => it.nodes], ['Predicted from', it => nodes(it.from)], ['Predicted', it => roughly([it.low_sec, it.high_sec])],
        ['Measured', it => rough(it.measured_sec) + ' s'], ['Off by', it => (it.error > 0 ? '+' : '') + percent(it.error)]])));
    }
    if (prediction.unused.length && !prediction.refused) {
      add(element('ul', {id: 'unused'}, prediction.unused.map(it => element('li', {}, nodes(it.nodes) + ' not used: ' + sentence(it.reason)))));
    }
  };

  // ---- Passes in their order

  const svg = (name, attributes) => {
    const it = document.createElementNS('http://www.w3.org/2000/svg', name);
    Object.entries(attributes).forEach(([key, value]) => it.setAttribute(key, value));
    return it;
  };
  const sparkline = trial => {
    const all = [...trial.warmups, ...trial.samples];
    const [width, height, edge] = [220, 36, 5];
    const top = Math.max(...all);
    const place = (value, i) => [edge + (width - 2 * edge) * (all.length === 1 ? 0.5 : i / (all.length - 1)), height - edge - (height - 2 * edge) * value / top];
    const picture = svg('svg', {viewBox: '0 0 ' + width + ' ' + height, width, height, role: 'img',
      'aria-label': trial.warmups.length + ' warm-ups: ' + trial.warmups.map(seconds).join(', ') + '; measured: ' + trial.samples.map(seconds).join(', ')});
    picture.append(svg('polyline', {points: all.map((value, i) => place(value, i).join(',')).join(' '), class: 'trace'}));
    all.forEach((value, i) => {
      const [cx, cy] = place(value, i);
      picture.append(svg('circle', {cx, cy, r: i < trial.warmups.length ? 2 : 3.5, class: i < trial.warmups.length ? 'warmup' : 'sample'}));
    });
    return picture;
  };
  const passes = () => {
    const rows = measured.filter(run => data.passes[run.nodes]).flatMap(run => data.passes[run.nodes].map((trial, i) => [run.nodes, i + 1, trial]));
    if (!rows.length) return;
    const body = element('tbody', {}, rows.map(([n, trial, it]) => element('tr', {},
      element('td', {}, String(n)), ...(inTrials ? [element('td', {}, String(trial))] : []),
      element('td', {class: 'picture'}, sparkline(it)),
      element('td', {}, String(it.warmups.length)), element('td', {}, it.warmups.length ? seconds(it.warmups[0]) : '–'),
      element('td', {}, it.samples.map(value => value.toFixed(2)).join(', ') + ' s'),
      element('td', {class: it.warm === false ? 'bad' : ''}, it.warm === undefined || it.warm === null ? '–' : it.warm ? 'no' : 'yes'))));
    add(element('h2', {}, 'Warm-ups and samples, in their order'),
      element('p', {class: 'soft'}, 'Small dots are warm-ups, large ones are measured; each line begins at 0 s. If times still fall, the JVMs are not warm yet, and the times are too long.'),
      element('div', {class: 'scroll'}, element('table', {id: 'passes'},
        element('thead', {}, element('tr', {}, ['Nodes', ...(inTrials ? ['Trial'] : []), 'Passes', 'Warm-ups', 'First pass', 'Measured', 'Still falling'].map(it => element('th', {}, it)))), body)));
  };

  // ---- Money

  const money = () => {
    if (!measured.length) return;
    const unit = priced ? ' ' + performance.cost.currency : ' executor-s';
    const amount = value => value === null || value === undefined ? '–' : (priced ? Number(value.toPrecision(3)) : value.toFixed(1)) + unit;
    // As it was given: only averages have many digits.
    const price = value => Number(Number(value).toPrecision(6)) + unit;
    const byType = priced && Object.keys(performance.cost.instance_types).length > 0;
    const types = run => {
      const known = Object.entries(run.instance_types);
      const rest = run.nodes * run.trials - known.reduce((sum, [, n]) => sum + n, 0);
      const all = [...known, ...(rest > 0 ? [['not known', rest]] : [])];
      return all.length === 1 ? all[0][0] : all.map(([name, n]) => n + ' on ' + name).join(', ').replace(/ on not known/, ' not known');
    };
    const jobs = measured.filter(run => run.job);
    const cold = measured.flatMap(run => data.passes[run.nodes] || []).some(trial => !trial.warmups.length);
    const before = run => jobs[jobs.indexOf(run) - 1];
    const marginal = run => {
      const last = before(run);
      if (!last) return '–';
      const saved = last.job.sec - run.job.sec;
      return saved <= 0 ? '–' : amount((ofJob(run) - ofJob(last)) / saved);
    };
    add(element('h2', {}, 'Costs'), table('costs', measured, [
      ['Nodes', run => run.nodes],
      ['One pass', run => figure(run.time_sec, run.interval_sec, ' s')],
      ['costs', run => amount(ofPass(run))],
      ...(byType ? [['An executor for an hour', run => price(run.executor_hour_price)], ['Instance types', types, 'text']] : []),
      ...(jobs.length ? [
        ['A job from start to end', run => run.job ? figure(run.job.sec, null, ' s') : '–'],
        ['costs', run => amount(ofJob(run))],
        ['Each second saved costs', run => run.job ? marginal(run) : '–']] : []),
    ]),
    element('p', {class: 'soft'}, 'A pass is what was measured above' + (cold ? '. JVMs were cold: no pass was made before it. ' : ', after warm-ups. ')
      + (jobs.length ? 'A job does the work once, in pods that are created for it: it starts the pods and Spark, determines the schema, runs the first pass without warm-up, and ends. Its time is an average over the trials without an interval, so small differences may be chance; “–” means that it was not shorter than with fewer nodes. ' : '')
      + (priced ? 'The driver costs money during the whole job, the executors from the start of Spark on. An hour of an executor costs ' + price(performance.cost.executor_hour_price)
        + (byType ? ', on ' + Object.entries(performance.cost.instance_types).map(([name, it]) => name + ' ' + price(it)).join(', on ') + '; if they are mixed, the price is the average over the executors of all trials' : '')
        + ', an hour of the driver ' + price(performance.cost.driver_hour_price) + '. Discounts of spot capacity are included.' : 'Without spec.cost there are no prices. The unit executor-s is one executor for one second, added up over all executors, without the driver; job.executor_sec in performance.json is that of each executor.')));
    if (jobs.length > 1) {
      add(chart('chart-money', 'Cost of a job by its time; the table above has the figures',
        'A job from start to end: left is faster, down is cheaper. Each point is a number of executor pods.',
        colour => ({
          grid: {...grid, right: 70, bottom: 60}, legend: {show: false},
          xAxis: axis(colour, 'Seconds from start to end', {type: 'value', min: 0}),
          yAxis: axis(colour, 'Cost in' + unit, {type: 'value', min: 0, nameGap: 55}),
          series: [
            line('Nodes', jobs.map(run => [run.job.sec, ofJob(run)]), colour('soft'), 'dotted'),
            {...points('Jobs', jobs.map(run => [run.job.sec, ofJob(run), run.nodes]), colour('accent'), seconds),
              label: {show: true, position: 'right', color: colour('ink'), formatter: it => nodes(it.value[2])},
              tooltip: {formatter: it => nodes(it.value[2]) + ': ' + seconds(it.value[0]) + ', ' + amount(it.value[1])}},
          ],
        })));
    }
  };

  /** The times of the parts of the work, such as queries, by node count. */
  const parts = () => {
    const all = performance.parts || [];
    if (!all.length) return;
    const of = (part, run) => part.runs.find(it => it.nodes === run.nodes);
    const mean = run => run.geometric_mean_sec;
    const first = measured.find(run => run.nodes === base.nodes);
    const rows = [
      ...all.map(part => ({name: part.name, time: run => (it => it ? figure(it.time_sec, it.interval_sec, ' s') : '–')(of(part, run)), speedup: run => (it => it ? figure(it.speedup, it.speedup_interval, ' ×') : '–')(of(part, run))})),
      {name: 'total', time: run => figure(run.time_sec, run.interval_sec, ' s'), speedup: run => figure(run.speedup, run.speedup_interval, ' ×')},
      {name: 'geometric mean', time: run => mean(run) ? seconds(mean(run)) : '–', speedup: run => mean(run) && mean(first) ? times(mean(first) / mean(run)) : '–'},
    ];
    add(element('h2', {}, 'Queries'),
      element('p', {class: 'soft'}, 'Each query is timed separately, in the same way as the whole. The longest queries dominate the total; the geometric mean gives each query the same weight.'),
      table('parts', rows, [
        ['Query', row => row.name, 'text'],
        ...measured.flatMap(run => [
          [nodes(run.nodes), row => row.time(run)],
          ...(run.nodes === base.nodes ? [] : [['speedup', row => row.speedup(run)]]),
        ])]));
  };

  /** The times of the phases of machine-learning tasks, by node count, to show which of them scale. */
  const phases = () => {
    const runs = measured.filter(run => run.phases);
    const known = ['load', 'prepare', 'train', 'predict', 'evaluate'];
    // The planning phases of queries are only in performance.json.
    const tasks = [...new Set(runs.flatMap(run => Object.keys(run.phases).filter(task => known.some(name => run.phases[task][name]))))];
    if (!tasks.length) return;
    add(element('h2', {}, 'Phases of the tasks'),
      element('p', {class: 'soft'}, 'Each phase is timed in the same way as the whole: the time of a trial is the median of its iterations' + (inTrials ? ', and the time of a node count is the geometric mean of its trials' : '')
        + '. The speedup is relative to ' + nodes(base.nodes) + ', the share is that of all phases together.'),
      ...tasks.map(task => {
        const rows = runs.filter(run => run.phases[task]);
        const shown = known.filter(name => rows.some(run => run.phases[task][name]));
        const all = run => Object.values(run.phases[task]).reduce((sum, it) => sum + it.time_sec, 0);
        const of = (run, name, value) => run.phases[task][name] ? value(run.phases[task][name]) : '–';
        return element('div', {}, element('h3', {}, task), table('phases-' + task, rows, [
          ['Nodes', run => run.nodes],
          ...shown.flatMap(name => [
            [name, run => of(run, name, it => seconds(it.time_sec))],
            ['speedup', run => of(run, name, it => times(it.speedup))],
            ['share', run => of(run, name, it => percent(it.time_sec / all(run)))],
          ])]));
      }));
  };

  const losses = () => {
    if (!explained.length) return;
    add(element('h2', {}, 'How the time was used'), slotChart(), table('slots', Object.entries(USES), [
      ['Share of the slots’ time', ([, [name]]) => name, 'text'],
      ...explained.map(run => [nodes(run.nodes), ([use]) => percent(slotShare(run, use))]),
    ]));
    const compared = explained.filter(run => run.nodes !== base.nodes);
    const lost = run => (run.efficiency_interval ? run.efficiency_interval[1] : run.efficiency) < 1;
    if (compared.length) {
      add(element('h3', {}, 'Causes of lost efficiency, compared with ' + nodes(base.nodes)),
        element('p', {class: 'soft'}, 'The rows add up to the lost efficiency, which is 100 % minus the efficiency. A negative value is better than the baseline.'
          + (compared.every(lost) ? '' : ' With ' + counts(compared.filter(run => !lost(run)).map(run => run.nodes)) + ' no loss is shown: the interval of the efficiency does not exclude 100 %, so the rows may be chance.')),
        table('losses', [...Object.entries(USES), ['total', ['Lost efficiency']]], [
          ['', ([, [name]]) => name, 'text'],
          ...compared.map(run => [nodes(run.nodes), ([use]) => percent(use === 'total' ? 1 - run.efficiency : run.efficiency_lost[use])]),
        ]),
        table('identity', compared, [
          ['Nodes', run => run.nodes],
          ['Work inflation', run => times(run.work_inflation)],
          ['Utilisation', run => percent(run.utilisation)],
          ['Main cause', run => run.main_cause && lost(run) ? USES[run.main_cause][0] + (run.main_cause === 'skew' && run.skewed_stage !== null ? ' (stage ' + run.skewed_stage + ')' : '') : '–', 'text'],
        ]));
    }
  };

  const stages = () => {
    const shown = Object.keys(data.runs).map(Number).sort((a, b) => a - b);
    if (!shown.length) return;
    add(element('h2', {}, 'Stages and executors'));
    const palette = ['#0072b2', '#d55e00', '#8fd0b8', '#cc79a7', '#e69f00', '#009e73', '#8c2d04', '#56b4e9'];
    const trial = element('span', {id: 'trial'});
    const choice = element('select', {id: 'run', 'aria-label': 'Number of executor pods'}, shown.map(n => element('option', {value: n}, nodes(n))));
    const place = element('div', {});
    let drawn = null;
    const show = n => {
      if (drawn) {
        if (drawn.drawn) drawn.drawn.dispose();
        charts.splice(charts.indexOf(drawn), 1);
      }
      const run = data.runs[n];
      const last = run.metrics.median;
      const machine = e => (run.executors && run.executors.machines || []).find(it => it.executor === e.executor) || {};
      trial.textContent = inTrials ? ', trial ' + run.trial + ', which has the median time or the one nearest to it' : '';
      place.replaceChildren(
        timeline('chart-timeline', run, palette),
        table('stages', last.stages, [
          ['Stage', s => s.stage], ['Tasks', s => s.tasks], ['Begins', s => seconds(s.start_sec)], ['Ends', s => seconds(s.end_sec)],
          ['Median task', s => seconds(s.median_task_sec)], ['Longest task', s => seconds(s.max_task_sec)], ['Longest / median', s => times(s.skew)],
          ['CPU', s => seconds(s.metrics.executor_cpu_sec)], ['GC', s => seconds(s.metrics.gc_sec)],
          ['Read', s => mib(s.metrics.input_bytes)], ['Shuffled', s => mib(s.metrics.shuffle_read_bytes)], ['Spilled', s => mib(s.metrics.spill_disk_bytes)],
          ['From', s => s.name, 'text'],
        ]),
        table('executors', last.executors, [
          ['Executor', e => e.executor], ['Host', e => e.host], ['Kubernetes node', e => machine(e).node || '–'], ['Processor', e => machine(e).cpu_model || '–'], ['Tasks', e => e.tasks], ['Running', e => seconds(e.metrics.executor_run_sec)],
          ['CPU', e => seconds(e.metrics.executor_cpu_sec)], ['GC', e => seconds(e.metrics.gc_sec)], ['Peak memory of a task', e => mib(e.metrics.peak_execution_memory_bytes)],
        ]));
      drawn = charts[charts.length - 1];
      draw();
    };
    choice.value = shown[shown.length - 1];
    choice.addEventListener('change', () => show(choice.value));
    add(element('p', {}, 'The median iteration with ', choice, trial), place);
    show(choice.value);
  };

  const trials = n => n + (n === 1 ? ' trial' : ' trials');
  const disturbances = () => {
    const rows = performance.runs.flatMap(run => [
      ...(run.attempts > run.trials + (run.failure ? 1 : 0) ? [[run.nodes, 'took ' + run.attempts + ' attempts' + (inTrials ? ' for ' + trials(run.trials + (run.failure ? 1 : 0)) : '')]] : []),
      ...(run.time_sec === null && run.trials > 0 ? [[run.nodes, 'only ' + run.trials + ' of ' + performance.trials + ' trials were measured; it is not compared']] : []),
      ...(run.outputs_differ ? [[run.nodes, 'outputs differ from the baseline’s at ' + run.outputs_differ]] : []),
      ...(run.time_sec !== null && !data.runs[run.nodes] ? [[run.nodes, 'its own document is missing or belongs to another run, so its time is not explained']] : []),
      ...(data.runs[run.nodes] ? data.runs[run.nodes].iterations.flatMap((iterations, t) => iterations.flatMap((it, i) => it.disturbed
        ? [[run.nodes, (inTrials ? 'trial ' + (t + 1) + ', ' : '') + 'iteration ' + (i + 1) + ' (' + seconds(it.sec) + '): ' + it.disturbed + (it.counted ? '; it counts all the same' : '; it was repeated')]] : [])) : []),
    ]);
    if (!base && !rows.length) return;
    add(element('h2', {}, 'Disturbances'), rows.length
      ? table('disturbances', rows, [['Nodes', row => row[0]], ['What happened', row => row[1], 'text']])
      : element('p', {id: 'undisturbed'}, (performance.runs.some(run => run.failure) ? 'None in the measured runs' : 'None') + ': no executor was lost, no task failed, and nothing was repeated.'));
  };

  /** The time of the whole benchmark, including everything that was not measured. */
  const spending = () => {
    const runs = performance.runs.filter(run => run.spent);
    if (!runs.length) return;
    const parts = [
      ['Pod', 'pod_sec'], ['JVM', 'jvm_sec'], ['Finding the data', 'check_sec'], ['Starting Spark', 'session_sec'], ['Schema', 'schema_sec'],
      ['Executors', 'executors_sec'], ['Into memory', 'cache_sec'], ['Warm-ups', 'warmups_sec'], ['Measured', 'iterations_sec'],
      ['Output', 'upload_sec'], ['End', 'end_sec'], ['Failed attempts', 'failed_sec'],
    ].filter(([, part]) => runs.some(run => run.spent[part] > 0));
    const short = value => number(value, 1) + ' s';
    const other = spent => Math.max(0, spent.total_sec - parts.reduce((sum, [, part]) => sum + spent[part], 0));
    add(element('h2', {}, 'Time of the whole benchmark'),
      ...(data.spent ? [element('p', {id: 'spent'}, data.spent[0].toUpperCase() + data.spent.slice(1) + '.')] : []),
      table('spending', runs, [
        ['Nodes', run => run.nodes],
        ...parts.map(([name, part]) => [name, run => short(run.spent[part])]),
        ['Other', run => short(other(run.spent))],
        ['Total', run => short(run.spent.total_sec)],
      ]),
      element('p', {class: 'soft'}, (inTrials ? 'All trials of a node count together. ' : '')
        + 'A run begins when the operator decides to create its pod. The driver waits for executors only after the schema is known. “Other” is the rest of the total: what the driver does between the other parts. “End” is the time from the output until the operator knows of it. “Pod” and “End” compare the clocks of two machines.'));
  };

  const facts = () => {
    const first = data.runs[base ? base.nodes : -1];
    if (!first) return;
    const perNodeCount = first.partitions === 'PerNodeCount';
    const splits = () => measured.filter(run => data.runs[run.nodes]).map(run => nodes(run.nodes) + ': ' + data.runs[run.nodes].dataset.splits.count).join(', ');
    const entries = map => Object.entries(map).map(([key, value]) => [key.includes('.') ? key : key.replaceAll('_', ' '), value === null ? '–' : typeof value === 'object' ? JSON.stringify(value).replace(/[{}\[\]"]/g, ' ').trim() : String(value)]);
    const pairs = (id, rows) => table(id, rows, [['', row => row[0], 'text'], ['', row => row[1], 'text']]);
    add(element('h2', {}, 'Outputs'),
      folded('Outputs of ' + nodes(base.nodes), element('pre', {}, data.outputs)),
      ...(data.outputs_cut ? [element('p', {}, 'This is only the beginning; all outputs are in ' + measured[0].output + '.')] : []),
      element('h2', {}, 'Data and environment'),
      pairs('dataset', entries(first.dataset)),
      pairs('measurement', [['trials', performance.trials], ['order', performance.order], ['partitions', perNodeCount ? 'as Spark chooses them at each node count' : 'the same at every node count'], ...(perNodeCount ? [['input splits', splits()]] : []), ...(performance.order_seed === null ? [] : [['order seed', performance.order_seed]])]),
      folded('Environment', pairs('environment', entries(first.environment).filter(([key]) => key !== 'properties'))),
      folded('Properties that were the same at every node count', pairs('pins', entries(first.pins).filter(([key]) => key !== 'spark.executor.instances'))),
      folded('Spark’s properties with ' + nodes(base.nodes), pairs('properties', entries(first.environment.properties))));
  };

  const terms = () => add(element('h2', {}, 'How to read this'),
    element('p', {}, 'A trial’s time is the median of its measured iterations, from the submission to Spark, with all executors registered and warm, until the results are in the driver. The time of a node count is the geometric mean of its trials, each in fresh pods. Speedup is a ratio of times. Efficiency is speedup divided by the growth in nodes. Intervals come from the spread between trials, never from the spread within one JVM. If a whole trial is slow, speedups do not change.'),
    ...(performance.type === 'descriptive' ? [element('p', {}, 'These tasks run in an engine of this project, in one pass over the data and faster than Spark’s own aggregates. Spark’s aggregates, joins and sorts scale differently.')] : []),
    element('p', {id: 'question'}, Object.values(data.runs).some(run => run.partitions === 'PerNodeCount')
      ? 'Spark chose the numbers of input splits and shuffle partitions itself at each node count. So this shows what you would get with that many nodes, not how the same work scales: if more nodes mean more partitions, they also mean more work. To see how the same work scales, set measurement.partitions to Pinned.'
      : 'Input splits, and the largest number of shuffle partitions, are derived from the largest node count and are the same at every node count. So this shows how the same work scales. With fewer nodes, Spark itself would choose fewer partitions. To see what you would get then, set measurement.partitions to PerNodeCount.'),
    element('p', {}, 'The serial fraction is that of Karp and Flatt: the same at all node counts if a serial part limits the speedup, and rising if overhead does. The law is the Universal Scalability Law, fitted by least squares of relative deviations without negative terms. It is shown only if four node counts have at least two trials each, and if the times follow it. Statements about it hold for all such laws that the times do not contradict.'),
    element('p', {}, 'Efficiency is also utilisation (the share of the slots’ time in which they ran tasks) divided by work inflation (how much longer all tasks together took), each relative to the baseline.'));

  heading();
  variants();
  results();
  predictions();
  money();
  passes();
  losses();
  parts();
  phases();
  stages();
  disturbances();
  spending();
  facts();
  if (base) terms();
  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  matchMedia('print').addEventListener('change', draw);
  let resizing;
  addEventListener('resize', () => { clearTimeout(resizing); resizing = setTimeout(draw, 150); });
})();
