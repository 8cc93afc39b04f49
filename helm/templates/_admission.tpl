{{/* The names and patterns of a list as regular expressions, in CEL. */}}
{{- define "sparkbench-operator.expressions" -}}
{{- $expressions := list }}
{{- range . }}
{{- $expressions = append $expressions (printf "r'^%s$'" (. | replace "." "[.]" | replace "*" ".*")) }}
{{- end }}
{{- printf "[%s]" (join ", " $expressions) }}
{{- end }}

{{/* A list of texts in CEL. */}}
{{- define "sparkbench-operator.texts" -}}
{{- $texts := list }}
{{- range . }}
{{- $texts = append $texts (printf "'%s'" .) }}
{{- end }}
{{- printf "[%s]" (join ", " $texts) }}
{{- end }}

{{/*
What a benchmark may have, in CEL. The operator checks the same: TemplateRights and SparkProperties. Fields that are not
listed are refused, and so is whatever makes an expression fail. Optional fields (.?) and raw texts (r'') keep it short.
*/}}
{{- define "sparkbench-operator.policyVariables" -}}
{{- $jobs := .Values.jobs }}
{{- $allowed := $jobs.allowed }}
{{- $templates := $allowed.podTemplates }}
- name: images
  expression: {{ include "sparkbench-operator.expressions" (append $allowed.images (include "sparkbench-operator.image" (list $jobs.image .Chart.AppVersion))) | quote }}
- name: serviceAccounts
  expression: {{ include "sparkbench-operator.expressions" (append $allowed.serviceAccounts (include "sparkbench-operator.jobServiceAccountName" .)) | quote }}
- name: pullSecrets
  expression: {{ include "sparkbench-operator.expressions" (concat $allowed.secrets $jobs.image.pullSecrets) | quote }}
- name: certificateSecrets
  expression: {{ include "sparkbench-operator.expressions" $allowed.secrets | quote }}
- name: credentialsSecrets
  expression: {{ include "sparkbench-operator.expressions" (append $allowed.secrets $jobs.storage.credentialsSecret | compact) | quote }}
- name: sparkProperties
  expression: {{ include "sparkbench-operator.expressions" $allowed.sparkProperties | quote }}
- name: jvmOptions
  expression: >-
    r'^\s*((-XX:[+-][A-Za-z0-9]+|-XX:[A-Za-z0-9]+=[0-9]+[kKmMgGtT]?|-X(mn|ss)[0-9]+[kKmMgG]?|-X(batch|comp|int|mixed)|-Xlog:gc[*]?(=[a-z]+)?|-Dfile[.]encoding=[A-Za-z0-9_-]+|-Djava[.]net[.]preferIPv(4Stack|6Addresses)=(false|true)|-Duser[.]timezone=[A-Za-z0-9_/+-]+)(\s+|$))*$'
{{- if not $templates.everything }}
- name: volumes
  expression: {{ include "sparkbench-operator.texts" (append $templates.volumes "name") | quote }}
- name: containerImages
  expression: {{ include "sparkbench-operator.expressions" $templates.containerImages | quote }}
- name: environment
  expression: {{ include "sparkbench-operator.expressions" $templates.environment | quote }}
- name: annotations
  expression: {{ include "sparkbench-operator.expressions" $templates.annotations | quote }}
- name: priorityClasses
  expression: {{ include "sparkbench-operator.expressions" $templates.priorityClasses | quote }}
- name: templates
  expression: >-
    [object.spec.?driver.?podTemplate.orValue({}), object.spec.?executor.?podTemplate.orValue({})]
- name: pods
  expression: variables.templates.map(t, t.?spec.orValue({}))
- name: driverContainers
  expression: variables.pods[0].?containers.orValue([])
- name: executorContainers
  expression: variables.pods[1].?containers.orValue([])
- name: ownContainers
  expression: >-
    variables.driverContainers.filter(c, c.?name.orValue('') == 'driver')
    + variables.executorContainers.filter(c, c.?name.orValue('') == 'executor')
- name: otherContainers
  expression: >-
    variables.driverContainers.filter(c, c.?name.orValue('') != 'driver')
    + variables.executorContainers.filter(c, c.?name.orValue('') != 'executor')
    + variables.pods[0].?initContainers.orValue([])
    + variables.pods[1].?initContainers.orValue([])
- name: podContexts
  expression: variables.pods.map(p, p.?securityContext.orValue({}))
- name: containerContexts
  expression: >-
    (variables.ownContainers + variables.otherContainers).map(c, c.?securityContext.orValue({}))
{{- end }}
{{- end }}

{{- define "sparkbench-operator.policyValidations" -}}
{{- $allowed := .Values.jobs.allowed }}
{{- if not $allowed.operatorNamespace }}
- expression: request.namespace != '{{ .Release.Namespace }}'
  message: {{ .Release.Namespace }} is the operator's own namespace, where pods could take its rights; apply the benchmark in another one
{{- end }}
- expression: >-
    ([object.spec] + object.spec.?variants.orValue([])).all(s,
      !has(s.image) || variables.images.exists(p, s.image.matches(p)))
  message: spec.image, or that of a variant, is not allowed; leave it out, or have an administrator allow it by jobs.allowed.images
- expression: >-
    !has(object.spec.serviceAccountName)
    || variables.serviceAccounts.exists(p, object.spec.serviceAccountName.matches(p))
  message: spec.serviceAccountName is not allowed; leave it out, or have an administrator allow it by jobs.allowed.serviceAccounts
- expression: >-
    object.spec.?imagePullSecrets.orValue([]).all(s, variables.pullSecrets.exists(p, s.name.matches(p)))
  message: spec.imagePullSecrets has a Secret that is not allowed; leave it out, or have an administrator allow it by jobs.allowed.secrets
- expression: >-
    object.spec.?storage.?credentialsSecret.optMap(s, variables.credentialsSecrets.exists(p, s.matches(p))).orValue(true)
  message: spec.storage.credentialsSecret is not allowed; leave it out, or have an administrator allow it by jobs.allowed.secrets
- expression: >-
    object.spec.?storage.?resultCredentialsSecret.optMap(s, variables.credentialsSecrets.exists(p, s.matches(p))).orValue(true)
  message: spec.storage.resultCredentialsSecret is not allowed; leave it out, or have an administrator allow it by jobs.allowed.secrets
- expression: >-
    object.spec.?storage.?certificates.?secret.optMap(s, variables.certificateSecrets.exists(p, s.matches(p))).orValue(true)
  message: spec.storage.certificates.secret is not allowed; use a configMap, or have an administrator allow it by jobs.allowed.secrets
- expression: >-
    ([object.spec] + object.spec.?variants.orValue([])).all(s, s.?sparkConf.orValue({}).all(k,
      variables.sparkProperties.exists(p, k.matches(p))
      || k == 'spark.executor.extraJavaOptions'
        && size(s.sparkConf[k]) <= 4096 && s.sparkConf[k].matches(variables.jvmOptions)
      || size(k) <= 253
        && !k.matches(r'(?i)artifact|binding|catalog|class|credential|endpoint|extension|factory|filters|hive|[.]impl$|[.]impl[.]|interceptor|jars|listener|metastore|plugin|private|provider|python|redaction|registrator|repositories|sarg|script|signer|warehouse')
        && k.matches(r'^(spark[.](authenticate|barrier|broadcast|checkpoint|cleaner|decommission|eventLog|excludeOnFailure|files|io|kryo|kryoserializer|locality|memory|network|port|rdd|reducer|rpc|scheduler|serializer|shuffle|sql|stage|storage|task|unsafe)[.].+|spark[.](authenticate|default[.]parallelism|driver[.]maxResultSize|logConf|maxRemoteBlockSizeFetchToMem|serializer)|spark[.]executor[.](decommission|failuresValidityInterval|heartbeat|maxNumFailures|memoryOverhead|metrics|processTreeMetrics).*|spark[.]hadoop[.](fs[.]s3a|mapreduce[.](fileoutputcommitter|input[.]fileinputformat))[.].+|spark[.]hadoop[.](orc[.](block|bloom|buffer|compress|dictionary|max|memory|padding|row|stripe|tolerate)|parquet[.](block|bloom|column|compression|dictionary|enable|filter[.](bloom|columnindex|dictionary|record-level|stats)|memory|page|read[.]allocation|validation|writer))([.].+)?)$')))
  message: spec.sparkConf, or that of a variant, has a property that is more than tuning; leave it out, or have an administrator allow it by jobs.allowed.sparkProperties
{{- if not $allowed.applications }}
- expression: object.spec.jobConfig.type != 'application'
  message: spec.jobConfig.type application is not allowed, as it runs code as the jobs' service account; use another type, or have an administrator set jobs.allowed.applications
{{- end }}
- expression: >-
    object.spec.?variants.orValue([]).all(v, [v.?driver, v.?executor].all(p, p.?podTemplate.orValue({}).all(k,
        k in ['metadata', 'spec'])
      && p.?podTemplate.?metadata.orValue({}).all(k, k == 'labels')
      && p.?podTemplate.?metadata.?labels.orValue({}).all(k, !k.startsWith('sparkbench.dev/'))
      && p.?podTemplate.?spec.orValue({}).all(k, k in ['affinity', 'nodeSelector', 'tolerations', 'topologySpreadConstraints'])))
  message: a podTemplate of a variant says more than where pods run; put the rest into that of spec.driver or spec.executor
{{- if not $allowed.podTemplates.everything }}
- expression: >-
    variables.templates.all(t, t.all(k, k in ['metadata', 'spec'])
      && t.?metadata.orValue({}).all(k, k in ['annotations', 'labels'])
      && t.?metadata.?annotations.orValue({}).all(k,
        !(k.contains('/') || k.contains('.')) || variables.annotations.exists(p, k.matches(p))))
  message: a podTemplate's metadata has more than labels and such annotations as are allowed; leave it out, or have an administrator allow it by jobs.allowed.podTemplates.annotations
- expression: >-
    variables.templates.all(t, t.?metadata.?labels.orValue({}).all(k, !k.startsWith('sparkbench.dev/')))
  message: a podTemplate has labels of sparkbench.dev, by which the operator knows its pods; leave them out
- expression: >-
    variables.pods.all(p, p.all(k, k in ['activeDeadlineSeconds', 'affinity', 'containers', 'dnsConfig', 'dnsPolicy',
      'enableServiceLinks', 'hostAliases', 'imagePullSecrets', 'initContainers', 'nodeSelector', 'preemptionPolicy',
      'priorityClassName', 'readinessGates', 'restartPolicy', 'schedulerName', 'schedulingGates', 'securityContext',
      'terminationGracePeriodSeconds', 'tolerations', 'topologySpreadConstraints', 'volumes']))
  message: a podTemplate's spec has a field that is not allowed; leave it out, or have an administrator set jobs.allowed.podTemplates.everything
- expression: >-
    variables.pods.all(p, p.?priorityClassName.optMap(c, variables.priorityClasses.exists(e, c.matches(e))).orValue(true))
  message: a podTemplate's priority class is not allowed; leave it out, or have an administrator allow it by jobs.allowed.podTemplates.priorityClasses
- expression: >-
    variables.pods.all(p, p.?imagePullSecrets.orValue([]).all(s, variables.pullSecrets.exists(e, s.name.matches(e))))
  message: a podTemplate's imagePullSecrets have a Secret that is not allowed; leave it out, or have an administrator allow it by jobs.allowed.secrets
- expression: >-
    variables.pods.all(p, p.?volumes.orValue([]).all(v, v.all(k, k in variables.volumes)))
  message: a podTemplate has a volume of a kind that is not allowed; leave it out, or have an administrator allow it by jobs.allowed.podTemplates.volumes
- expression: >-
    variables.ownContainers.all(c,
      c.all(k, k in ['env', 'imagePullPolicy', 'name', 'ports', 'resources', 'securityContext', 'volumeMounts']))
  message: in a podTemplate, the container driver or executor has a field that is not allowed; leave it out, or have an administrator set jobs.allowed.podTemplates.everything
- expression: >-
    variables.ownContainers.all(c, c.?env.orValue([]).all(e, e.all(k, k in ['name', 'value', 'valueFrom'])
      && e.?valueFrom.orValue({}).all(k, k in ['fieldRef', 'resourceFieldRef'])
      && (e.name.matches(r'^(AWS_DEFAULT_REGION|AWS_REGION|LANG|LC_[A-Z]+|MALLOC_ARENA_MAX|(MKL|OMP|OPENBLAS)_NUM_THREADS|SPARK_LOCAL_DIRS|TZ)$')
        || variables.environment.exists(p, e.name.matches(p))
        || e.name in ['JAVA_TOOL_OPTIONS', 'JDK_JAVA_OPTIONS'] && !has(e.valueFrom)
          && size(e.?value.orValue('')) <= 4096 && e.?value.orValue('').matches(variables.jvmOptions))))
  message: in a podTemplate, the container driver or executor has a variable that could run code or hold a Secret; leave it out, or have an administrator allow it by jobs.allowed.podTemplates.environment
- expression: >-
    variables.ownContainers.all(c, c.?volumeMounts.orValue([]).all(m, size(m.mountPath) <= 1024
      && m.mountPath.matches(r'^/(cache|data|disk|disks|local|media|mnt|nvme|scratch|srv|tmp|var/data|var/tmp)[0-9]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?$')))
  message: in a podTemplate, the container driver or executor has a volume where programs could lie; mount it below /mnt, /data, /scratch or /tmp
- expression: >-
    (variables.ownContainers + variables.otherContainers).all(c, c.?volumeMounts.orValue([]).all(m,
      m.all(k, k in ['mountPath', 'name', 'readOnly', 'subPath', 'subPathExpr'])))
  message: a podTemplate has a volumeMount with a field that is not allowed; leave it out, or have an administrator set jobs.allowed.podTemplates.everything
- expression: >-
    (variables.ownContainers + variables.otherContainers).all(c, c.?ports.orValue([]).all(p,
      p.all(k, k in ['containerPort', 'name', 'protocol'])))
  message: a podTemplate has a port with a field that is not allowed; leave it out, or have an administrator set jobs.allowed.podTemplates.everything
- expression: >-
    variables.otherContainers.all(c,
      [c.?livenessProbe, c.?readinessProbe, c.?startupProbe].all(p,
        !p.?httpGet.?host.hasValue() && !p.?tcpSocket.?host.hasValue()))
  message: a podTemplate has a probe of another host; leave the host out, or have an administrator set jobs.allowed.podTemplates.everything
- expression: >-
    variables.otherContainers.all(c, variables.containerImages.exists(p, c.image.matches(p)))
  message: a podTemplate has a further container, which would have the rights of the pod's service account; leave it out, or have an administrator allow its image by jobs.allowed.podTemplates.containerImages
- expression: >-
    variables.otherContainers.all(c, c.all(k, k in ['args', 'command', 'env', 'image', 'imagePullPolicy',
      'livenessProbe', 'name', 'ports', 'readinessProbe', 'resources', 'restartPolicy', 'securityContext',
      'startupProbe', 'volumeMounts', 'workingDir']))
  message: a podTemplate has a further container with a field that is not allowed; leave it out, or have an administrator set jobs.allowed.podTemplates.everything
- expression: >-
    variables.otherContainers.all(c, c.?env.orValue([]).all(e, e.all(k, k in ['name', 'value', 'valueFrom'])
      && e.?valueFrom.orValue({}).all(k, k in ['configMapKeyRef', 'fieldRef', 'resourceFieldRef'])))
  message: a podTemplate has a further container with variables from a Secret; leave them out, or have an administrator set jobs.allowed.podTemplates.everything
- expression: >-
    variables.podContexts.all(c, c.all(k, k in ['fsGroup', 'fsGroupChangePolicy', 'runAsGroup', 'runAsNonRoot',
      'runAsUser', 'seccompProfile', 'supplementalGroups', 'supplementalGroupsPolicy']))
    && variables.containerContexts.all(c, c.all(k, k in ['allowPrivilegeEscalation', 'capabilities', 'privileged',
      'readOnlyRootFilesystem', 'runAsGroup', 'runAsNonRoot', 'runAsUser', 'seccompProfile']))
  message: a podTemplate has a securityContext with a field that is not allowed; leave it out, or have an administrator set jobs.allowed.podTemplates.everything
- expression: >-
    (variables.podContexts + variables.containerContexts).all(c, c.?runAsUser.orValue(1) > 0
      && c.?runAsNonRoot.orValue(true) == true
      && c.?privileged.orValue(false) == false
      && c.?allowPrivilegeEscalation.orValue(false) == false
      && c.?capabilities.orValue({}).all(k, k == 'drop')
      && c.?seccompProfile.orValue({}).all(k, k == 'type')
      && c.?seccompProfile.?type.orValue('RuntimeDefault') == 'RuntimeDefault')
  message: a podTemplate has a securityContext that asks for root or privileges; leave it out, or have an administrator set jobs.allowed.podTemplates.everything
{{- end }}
{{- end }}
