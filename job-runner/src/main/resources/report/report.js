'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const performance = data.performance;
  const measured = performance.runs.filter(run => run.time_sec !== null);
  const base = performance.baseline;
  const law = performance.scaling && performance.scaling.law;
  const inTrials = performance.trials > 1;

  // ---- Words and numbers

  const number = (value, digits) => value === null || value === undefined ? '–' : value.toFixed(digits);
  const seconds = value => number(value, 3) + (value === null || value === undefined ? '' : ' s');
  const percent = value => value === null || value === undefined ? '–' : (100 * value).toFixed(1) + ' %';
  const times = value => value === null || value === undefined ? '–' : value.toFixed(2) + '×';
  const nodes = n => n === 1 ? '1 node' : n + ' nodes';
  const range = (bounds, format) => bounds ? format(bounds[0]) + ' to ' + format(bounds[1]) : '–';

  // The order is that of the stack, from the work at the bottom to idleness at the top.
  const USES = {
    cpu: ['Computing', '#2f6fde'],
    gc: ['Garbage collection', '#7a5cd6'],
    fetch_wait: ['Waiting for shuffled data', '#b05cc6'],
    shuffle_write: ['Writing shuffled data', '#d65ca0'],
    other_wait: ['Waiting for storage or a core', '#3d9bb3'],
    overhead: ['Starting tasks, fetching results', '#5aa469'],
    driver: ['Driver alone', '#e0a030'],
    too_few_tasks: ['Too few tasks', '#d9743a'],
    skew: ['Skew between tasks', '#c9473b'],
    other_idle: ['Otherwise idle', '#8d97a5'],
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

  /** Columns are [heading, value of a row, class of the cell]. */
  const table = (id, rows, columns) => element('div', {class: 'scroll'},
    element('table', {id},
      element('thead', {}, element('tr', {},
        columns.map(([heading, , style]) => element('th', style === 'text' ? {class: 'text'} : {}, heading)))),
      element('tbody', {}, rows.map(row => element('tr', {}, columns.map(([, value, style]) => {
        const kind = typeof style === 'function' ? style(row) : style;
        return element('td', kind ? {class: kind} : {}, String(value(row)));
      }))))));

  const folded = (title, ...content) => element('details', {}, element('summary', {}, title), ...content);

  // ---- Charts. They are drawn anew when the colours change: for the dark, for paper, for a window of another size.

  const charts = [];
  const chart = (id, label, caption, option) => {
    const box = element('div', {class: 'chart', id, role: 'img', 'aria-label': label});
    charts.push({box, option, drawn: null});
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
  /** Without those that have nothing to show, which would be in the legend. */
  const present = series => series.filter(it => it.data.length);
  const legend = colour => ({bottom: 0, textStyle: {color: colour('ink')}, itemWidth: 16});
  const grid = {left: 70, right: 20, top: 20, bottom: 84};
  const largest = Math.max(...measured.map(run => run.nodes), 1);
  const nodeAxis = colour => axis(colour, 'Executor pods', {
    type: 'value', min: 0, max: Math.ceil(largest * 1.08), minInterval: 1,
  });

  /** The fitted law between the node counts that were measured, and no further. */
  const along = value => {
    const first = measured[0].nodes;
    return Array.from({length: 81}, (_, i) => {
      const n = first + (largest - first) * i / 80;
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
  /** Bounds are [nodes, low, high]. */
  const whiskers = (name, bounds, colour) => ({
    name, type: 'custom', data: bounds, z: 2, silent: true, itemStyle: {color: colour},
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
    (inTrials ? 'Every sample, and the median of the trials’ medians with its 95 % confidence interval where there are at least six trials.'
      : 'Every sample, and their median with its 95 % confidence interval where there are at least six samples.')
      + (law ? ' The line is the fitted law.' : ''),
    colour => ({
      grid, legend: legend(colour), xAxis: nodeAxis(colour),
      yAxis: axis(colour, 'Seconds', {type: 'value', min: 0, nameGap: 50}),
      series: present([
        ...(law ? [line('Fitted law', along(lawSeconds), colour('law'), 'solid')] : []),
        {...points('Samples', measured.filter(run => run.samples_sec.length > 1).flatMap(run => run.samples_sec.map(s => [run.nodes, s])), colour('soft'), seconds), symbolSize: 4, z: 2},
        points('Median', measured.map(run => [run.nodes, run.time_sec]), colour('accent'), seconds),
        whiskers('95 % interval', measured.filter(run => run.interval_sec).map(run => [run.nodes, ...run.interval_sec]), colour('accent')),
      ]),
    }));

  const speedupChart = () => chart('chart-speedup', 'Speedup by number of executor pods; the table above has the figures',
    'Time of the baseline (' + nodes(base.nodes) + ') over this time. On the dashed line, every added node does its full share.',
    colour => ({
      grid, legend: legend(colour), xAxis: nodeAxis(colour),
      yAxis: axis(colour, 'Speedup', {type: 'value', min: 0, nameGap: 50}),
      series: present([
        line('Ideal', [[base.nodes, 1], [largest, largest / base.nodes]], colour('soft'), 'dashed'),
        ...(law ? [line('Fitted law', along(n => lawSeconds(base.nodes) / lawSeconds(n)), colour('law'), 'solid')] : []),
        points('Measured', measured.map(run => [run.nodes, run.speedup]), colour('accent'), times),
        whiskers('Conservative interval', measured.filter(run => run.speedup_interval).map(run => [run.nodes, ...run.speedup_interval]), colour('accent')),
      ]),
    }));

  const efficiencyChart = () => chart('chart-efficiency', 'Efficiency by number of executor pods; the table above has the figures',
    'Speedup over the growth in nodes. The dashed line is ' + performance.scaling.efficient_percent + ' %.',
    colour => ({
      grid, legend: legend(colour), xAxis: nodeAxis(colour),
      yAxis: axis(colour, 'Efficiency', {type: 'value', min: 0, nameGap: 50, axisLabel: {color: colour('soft'), formatter: v => Math.round(100 * v) + ' %'}}),
      series: [
        line('Goal', [[0, performance.scaling.efficient_percent / 100], [Math.ceil(largest * 1.08), performance.scaling.efficient_percent / 100]], colour('soft'), 'dashed'),
        points('Measured', measured.map(run => [run.nodes, run.efficiency]), colour('accent'), percent),
      ],
    }));

  const share = (run, use) => run.slot_sec[use] / Object.values(run.slot_sec).reduce((a, b) => a + b, 0);
  const explained = measured.filter(run => run.slot_sec);

  const slotChart = () => chart('chart-slots', 'Where the time of the task slots went; the table below has the figures',
    'All task slots from the beginning to the end of the median iteration' + (inTrials ? ' of the median trial' : '') + '. What is not blue at the bottom was paid for without computing.',
    colour => ({
      grid: {...grid, bottom: 130}, legend: {...legend(colour), type: 'plain'},
      xAxis: {...axis(colour, 'Executor pods', {type: 'category', data: explained.map(run => String(run.nodes))})},
      yAxis: axis(colour, 'Share of slot time', {type: 'value', min: 0, max: 1, nameGap: 50, axisLabel: {color: colour('soft'), formatter: v => Math.round(100 * v) + ' %'}}),
      series: Object.entries(USES).map(([use, [name, fill]]) => ({
        name, type: 'bar', stack: 'slots', barMaxWidth: 72, itemStyle: {color: fill},
        data: explained.map(run => share(run, use)),
        tooltip: {formatter: it => nodes(Number(it.name)) + ': ' + name.toLowerCase() + ' ' + percent(it.value)},
      })),
    }));

  const timeline = (id, run, colours) => {
    const last = run.metrics.last;
    const executors = last.executors.map(it => it.executor);
    const stages = [...new Set(last.spans.map(span => span.stage))];
    return chart(id, 'Which executor did which task when; each bar is a task',
      'The last iteration; each bar is a task, its colour the stage. Gaps are idle cores.'
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

  const heading = () => {
    add(element('h1', {}, performance.job_id),
      element('p', {class: 'soft'}, performance.tasks.join(', ') + ' of ' + performance.dataset
        + (performance.completed_at ? ' · measured until ' + performance.completed_at : '')));
    if (!base) {
      add(element('p', {class: 'verdict bad'}, 'No node count was measured.'));
      return;
    }
    add(element('p', {class: 'verdict', id: 'verdict'}, data.verdict));
    if (performance.remarks.length) {
      add(element('ul', {class: 'remarks', id: 'remarks'}, performance.remarks.map(it => element('li', {}, it))));
    }
    const best = measured.reduce((a, b) => b.speedup > a.speedup ? b : a);
    const scaling = performance.scaling;
    const tile = (name, value, note) => element('div', {class: 'tile'}, name, element('b', {}, value), element('span', {class: 'soft'}, note));
    add(element('div', {class: 'tiles'},
      tile('Baseline', seconds(base.time_sec), nodes(base.nodes)),
      tile('Highest speedup', times(best.speedup), nodes(best.nodes) + ', ' + seconds(best.time_sec)),
      tile('Efficient up to', scaling.efficient_nodes ? nodes(scaling.efficient_nodes) : 'none', 'at least ' + scaling.efficient_percent + ' % efficient'),
      tile(scaling.goal ? 'Meets the goal at least cost' : 'Fewest executor-seconds', scaling.cheapest_nodes ? nodes(scaling.cheapest_nodes) : 'none',
        scaling.goal ? [scaling.goal.max_seconds ? 'at most ' + scaling.goal.max_seconds + ' s' : '', scaling.goal.min_efficiency_percent ? 'at least ' + scaling.goal.min_efficiency_percent + ' %' : ''].filter(Boolean).join(', ') : 'no goal was set')));
  };

  const results = () => {
    add(element('h2', {}, 'Times'), table('times', performance.runs, [
      ['Nodes', run => run.nodes],
      ['Median', run => seconds(run.time_sec)],
      ['95 % interval', run => range(run.interval_sec, seconds)],
      ['Range', run => run.time_sec === null ? '–' : range([run.min_sec, run.max_sec], seconds)],
      ['Samples', run => run.samples_sec.length],
      ...(inTrials ? [['Trials', run => run.trials]] : []),
      ['Speedup', run => times(run.speedup)],
      ['between', run => range(run.speedup_interval, times)],
      ['Efficiency', run => percent(run.efficiency)],
      ['Serial fraction', run => number(run.serial_fraction, 4)],
      ...(performance.cost ? [['Cost', run => run.cost === null ? '–' : run.cost + ' ' + performance.cost.currency]] : []),
      ['Outputs', run => run.outputs_agree === null ? '–' : run.outputs_agree ? 'agree' : 'differ', run => run.outputs_agree === false ? 'bad' : ''],
      ...(performance.previous && !performance.previous.incomparable
        ? [['Since ' + performance.previous.completed_at, run => run.change ? (run.change.ratio >= 1 ? '+' : '') + (100 * (run.change.ratio - 1)).toFixed(1) + ' % ' + (run.change.verdict === 'none' ? '' : run.change.verdict) : '–',
          run => run.change && run.change.verdict === 'regression' ? 'bad' : run.change && run.change.verdict === 'improvement' ? 'good' : '']] : []),
    ]));
    if (performance.previous && performance.previous.incomparable) {
      add(element('p', {class: 'soft'}, 'The last benchmark of this job, of ' + performance.previous.completed_at + ', does not compare: ' + performance.previous.incomparable + '.'));
    }
    if (!base) return;
    add(element('div', {class: 'charts'}, timeChart(), ...(measured.length > 1 ? [speedupChart(), efficiencyChart()] : [])));
    if (law) {
      add(element('p', {}, 'Fitted to the medians, with p = nodes / ' + base.nodes + ': T(p) = ' + number(law.parallel_sec, 3) + '/p + ' + number(law.serial_sec, 3)
        + ' + ' + number(law.coordination_sec, 3) + '·(p − 1) seconds; contention σ = ' + number(law.sigma, 4) + ', crosstalk κ = ' + number(law.kappa, 4)
        + (law.peak_nodes ? '; shortest at about ' + number(law.peak_nodes, 1) + ' nodes' : '') + (law.ceiling ? '; no speedup beyond ' + times(law.ceiling) : '') + '.'),
      folded('How far the law is off', table('residuals', Object.entries(law.residuals_sec), [
        ['Nodes', ([n]) => n], ['Measured minus law', ([, value]) => seconds(value)]])));
    }
  };

  const losses = () => {
    if (!explained.length) return;
    add(element('h2', {}, 'Where the time went'), slotChart(), table('slots', Object.entries(USES), [
      ['Share of the slots’ time', ([, [name]]) => name, 'text'],
      ...explained.map(run => [nodes(run.nodes), ([use]) => percent(share(run, use))]),
    ]));
    const compared = explained.filter(run => run.nodes !== base.nodes);
    if (compared.length) {
      add(element('h3', {}, 'What efficiency was lost to, beside ' + nodes(base.nodes)),
        element('p', {class: 'soft'}, 'The rows add up to 100 % minus the efficiency. A negative one did better than the baseline.'),
        table('losses', [...Object.entries(USES), ['total', ['Lost efficiency']]], [
          ['', ([, [name]]) => name, 'text'],
          ...compared.map(run => [nodes(run.nodes), ([use]) => percent(use === 'total' ? 1 - run.efficiency : run.efficiency_lost[use])]),
        ]),
        table('identity', compared, [
          ['Nodes', run => run.nodes],
          ['Work inflation', run => times(run.work_inflation)],
          ['Utilisation', run => percent(run.utilisation)],
          ['Main cause', run => run.main_cause ? USES[run.main_cause][0] + (run.main_cause === 'skew' && run.skewed_stage !== null ? ' (stage ' + run.skewed_stage + ')' : '') : '–', 'text'],
        ]));
    }
  };

  const stages = () => {
    const shown = Object.keys(data.runs).map(Number).sort((a, b) => a - b);
    if (!shown.length) return;
    add(element('h2', {}, 'Stages and executors'));
    const palette = ['#2f6fde', '#d9743a', '#5aa469', '#b05cc6', '#e0a030', '#3d9bb3', '#c9473b', '#7a5cd6'];
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
      const last = run.metrics.last;
      trial.textContent = inTrials ? ', trial ' + run.trial + ', whose time is the median or nearest to it' : '';
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
          ['Executor', e => e.executor], ['Host', e => e.host], ['Tasks', e => e.tasks], ['Running', e => seconds(e.metrics.executor_run_sec)],
          ['CPU', e => seconds(e.metrics.executor_cpu_sec)], ['GC', e => seconds(e.metrics.gc_sec)], ['Peak memory of a task', e => mib(e.metrics.peak_execution_memory_bytes)],
        ]));
      drawn = charts[charts.length - 1];
      draw();
    };
    choice.value = shown[shown.length - 1];
    choice.addEventListener('change', () => show(choice.value));
    add(element('p', {}, 'The last iteration with ', choice, trial), place);
    show(choice.value);
  };

  const disturbances = () => {
    const rows = performance.runs.flatMap(run => [
      ...(run.failure ? [[run.nodes, 'failed: ' + run.failure.reason + ': ' + run.failure.message]] : []),
      ...(run.attempts > run.trials + (run.failure ? 1 : 0) ? [[run.nodes, 'took ' + run.attempts + ' attempts' + (inTrials ? ' for ' + (run.trials + (run.failure ? 1 : 0)) + ' trials' : '')]] : []),
      ...(run.time_sec === null && run.trials > 0 ? [[run.nodes, 'only ' + run.trials + ' of ' + performance.trials + ' trials were measured; it is not compared']] : []),
      ...(run.outputs_differ ? [[run.nodes, 'outputs differ from the baseline’s at ' + run.outputs_differ]] : []),
      ...(run.time_sec !== null && !data.runs[run.nodes] ? [[run.nodes, 'its own document is missing or of another run; nothing explains its time']] : []),
      ...(data.runs[run.nodes] ? data.runs[run.nodes].iterations.flatMap((iterations, t) => iterations.flatMap((it, i) => it.disturbed
        ? [[run.nodes, (inTrials ? 'trial ' + (t + 1) + ', ' : '') + 'iteration ' + (i + 1) + ' (' + seconds(it.sec) + '): ' + it.disturbed + (it.counted ? '; counted all the same' : '; done again')]] : [])) : []),
    ]);
    add(element('h2', {}, 'Disturbances'), rows.length
      ? table('disturbances', rows, [['Nodes', row => row[0]], ['What happened', row => row[1], 'text']])
      : element('p', {id: 'undisturbed'}, 'None: no executor was lost, no task failed, nothing was tried twice.'));
  };

  /** What measuring took besides what was measured. */
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
    add(element('h2', {}, 'What the benchmark took'),
      ...(data.spent ? [element('p', {id: 'spent'}, data.spent[0].toUpperCase() + data.spent.slice(1) + '.')] : []),
      table('spending', runs, [
        ['Nodes', run => run.nodes],
        ...parts.map(([name, part]) => [name, run => short(run.spent[part])]),
        ['Other', run => short(other(run.spent))],
        ['Total', run => short(run.spent.total_sec)],
      ]),
      element('p', {class: 'soft'}, (inTrials ? 'All trials of a node count together. ' : '')
        + 'A run begins when the operator decides on its pod. Executors are waited for only after the schema is known. “End” is from the output to the operator knowing of it. “Pod” and “End” compare the clocks of two machines.'));
  };

  const facts = () => {
    const first = data.runs[base ? base.nodes : -1];
    if (!first) return;
    const perNodeCount = first.partitions === 'PerNodeCount';
    const splits = () => measured.filter(run => data.runs[run.nodes]).map(run => nodes(run.nodes) + ': ' + data.runs[run.nodes].dataset.splits.count).join(', ');
    const entries = map => Object.entries(map).map(([key, value]) => [key.includes('.') ? key : key.replaceAll('_', ' '), value === null ? '–' : typeof value === 'object' ? JSON.stringify(value).replace(/[{}\[\]"]/g, ' ').trim() : String(value)]);
    const pairs = (id, rows) => table(id, rows, [['', row => row[0], 'text'], ['', row => row[1], 'text']]);
    add(element('h2', {}, 'Outputs'),
      data.outputs
        ? folded('What ' + nodes(base.nodes) + ' computed', element('pre', {}, JSON.stringify(data.outputs, null, 2)))
        : element('p', {}, 'They are too large for this page: ' + measured[0].output),
      element('h2', {}, 'Data and environment'),
      pairs('dataset', entries(first.dataset)),
      pairs('measurement', [['trials', performance.trials], ['order', performance.order], ['partitions', perNodeCount ? 'as Spark takes them at each node count' : 'the same at every node count'], ...(perNodeCount ? [['input splits', splits()]] : []), ...(performance.order_seed === null ? [] : [['order seed', performance.order_seed]])]),
      folded('Environment', pairs('environment', entries(first.environment).filter(([key]) => key !== 'properties'))),
      folded('What was the same at every node count', pairs('pins', entries(first.pins))),
      folded('Spark’s properties with ' + nodes(base.nodes), pairs('properties', entries(first.environment.properties))));
  };

  const terms = () => add(element('h2', {}, 'How to read this'),
    element('p', {}, 'Time is the median over ' + (inTrials ? 'the trials, each in fresh pods, of the median over ' : '') + 'the measured iterations, from handing the tasks to Spark, with all executors registered, to having the results in the driver. Speedup is a ratio of medians; its interval takes the far ends of both confidence intervals. Efficiency is speedup over the growth in nodes.'),
    element('p', {id: 'question'}, Object.values(data.runs).some(run => run.partitions === 'PerNodeCount')
      ? 'Input splits and shuffle partitions are those that Spark takes by itself at each node count. So the question is what one would get with that many nodes, not how the same work scales: where more nodes mean more partitions, they also mean more work. With measurement.partitions Pinned it is the other.'
      : 'Input splits, and the largest number of shuffle partitions, follow the largest node count and are the same at every node count. So the question is how the same work scales. What one would get with that many nodes alone, where Spark takes fewer partitions with fewer nodes, is told with measurement.partitions PerNodeCount.'),
    element('p', {}, 'The serial fraction is that of Karp and Flatt: the same at all node counts where a serial part limits the speedup, rising where overhead does. The law is the Universal Scalability Law, fitted by least squares without negative terms; it is drawn only between the node counts that were measured.'),
    element('p', {}, 'Efficiency is also work inflation (how much longer the tasks took altogether) times utilisation (the share of the slots’ time in which a task had them), each relative to the baseline.'));

  heading();
  results();
  losses();
  stages();
  disturbances();
  spending();
  facts();
  terms();
  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  matchMedia('print').addEventListener('change', draw);
  let resizing;
  addEventListener('resize', () => { clearTimeout(resizing); resizing = setTimeout(draw, 150); });
})();
