{{ config(materialized='table') }}

select id, age, bmi, bp, tc / hdl as tc_hdl, ldl / hdl as ldl_hdl, ltg, ln(glu) as log_glu, progression
from {{ source('study', 'patients') }}
where age >= 18
