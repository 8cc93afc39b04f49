-- The health of a SparkBenchmarkJob for Argo CD.
local health = {status = "Progressing", message = "Waiting for the operator"}
local status = obj.status
-- Whatever it says about an earlier spec says nothing about this one.
if status == nil or status.observedGeneration ~= obj.metadata.generation then
  return health
end

local holds = {}
for _, condition in ipairs(status.conditions or {}) do
  holds[condition.type] = condition.status == "True"
end

health.message = status.message or ""
if holds.Stalled then
  health.status = "Degraded"
elseif holds.Suspended then
  health.status = "Suspended"
elseif holds.Ready then
  health.status = "Healthy"
end
return health
