{{ config(materialized='table') }}

select sex, count(*) as people, avg(tch) as mean_tch from {{ source('study', 'patients') }} group by sex
